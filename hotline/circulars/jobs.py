"""What clock and journal do about circulars: draft what is due, tell units of what was published or withdrawn."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from hotline import clock
from hotline.assignments.queries import HEAD
from hotline.departments.models import Unit
from hotline.journal.models import Entry
from hotline.life.errors import NotNow
from hotline.notices import queries as notices
from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock

from . import actions, queries
from .models import Circular


@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="draft_circulars", name="circulars.draft_due")
def draft_due(timestamp: int) -> None:
    """Draft each circular whose time has come; what somebody has drafted meanwhile is his."""
    for span, days in queries.due(clock.now()):
        try:
            with transaction.atomic():
                actions.draft(span, days=days, by=the_clock())
        except NotNow:
            continue


def tell_units(entry: Entry) -> None:
    """Tell every unit that a circular can be read, or that it does not hold: by letter where one can be sent, else by message."""
    circular = Circular.objects.light().get(pk=entry.subject)
    line = settings.CONFIGURATION.line_number
    with translation.override(settings.LANGUAGE_CODE):
        words = (
            _("《%(title)s》（%(number)s）已发布，请查看。")
            if entry.act == "publish"
            else _("《%(title)s》（%(number)s）已撤回，理由登录后看。")
        ) % {"title": circular.title, "number": circular.number}
        here = f"{settings.CONFIGURATION.address}/circulars/{circular.pk}/"
        text = f"{line}：{words}{_('请登录：%(link)s') % {'link': here}}"
        subject = f"{line} {circular.title}"
    for unit in Unit.objects.in_service().order_by("pk"):
        for one in notices.told_of(unit, HEAD):
            given = {"to": one.name[:60], "text": text, "about": circular.about}
            if one.mailbox:
                outbox.mail(mailbox=one.mailbox, subject=subject, **given)
            else:
                outbox.send(telephone=one.telephone, **given)
        outbox.tell(
            whose=[unit.about], event=f"circular.{entry.act}", text=words, data=_data(circular, here),
            about=circular.about,
        )  # fmt: skip


def _data(circular: Circular, link: str) -> dict[str, object]:
    """Return what a unit's programme is told."""
    return {
        "span": circular.span,
        "from_on": circular.from_on.isoformat(),
        "until_on": circular.until_on.isoformat(),
        "year": circular.year,
        "issue": circular.issue,
        "title": circular.title,
        "link": link,
    }

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
from hotline.notices import jobs as notices
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
    """Tell every unit that a circular can be read, or that it does not hold."""
    circular = Circular.objects.light().get(pk=entry.subject)
    with translation.override(settings.LANGUAGE_CODE):
        text = (
            _("《%(title)s》（%(number)s）已发布，请查看。")
            if entry.act == "publish"
            else _("《%(title)s》（%(number)s）已撤回，理由登录后看。")
        ) % {"title": circular.title, "number": circular.number}
        for unit in Unit.objects.in_service().select_related("parent__parent").order_by("pk"):
            notices.tell_of(
                entry, unit, about=circular.about, level=HEAD, subject=circular.title, text=text,
                data=_data(circular, unit),
            )  # fmt: skip


def _data(circular: Circular, unit: Unit) -> dict[str, object]:
    """Return what a unit's programme is told."""
    return {
        "unit": unit.name,
        "span": circular.span,
        "from_on": circular.from_on.isoformat(),
        "until_on": circular.until_on.isoformat(),
        "year": circular.year,
        "issue": circular.issue,
        "title": circular.title,
        "link": f"{settings.CONFIGURATION.address}/circulars/{circular.pk}/",
    }

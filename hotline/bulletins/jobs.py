"""What clock and journal ask of bulletins."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.journal import news
from hotline.journal.models import Entry
from hotline.life.errors import NotNow
from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock

from . import actions, queries
from .models import Bulletin


def write_to_the_late(entry: Entry) -> None:
    """Write to whoever answers for a provider that has not read: everybody when it was posted, the late ones afterwards."""
    bulletin = Bulletin.objects.get(pk=entry.subject)
    if not bulletin.is_good:
        return
    again = entry.act == "remind"
    text = (
        _("%(line)s 提醒阅知：%(title)s %(link)s")
        if again
        else _("%(line)s 通知：%(title)s %(link)s")
    )
    told = {
        "line": settings.CONFIGURATION.line_number,
        "title": bulletin.title,
        "link": f"{settings.CONFIGURATION.address}/jobs/bulletins/{bulletin.pk}/",
    }
    for member in queries.those_who_have_not_read(bulletin):
        outbox.send(
            to=member.person.name,
            telephone=member.telephone,
            text=text % told,
            about=bulletin.about,
        )
        news.announce(bulletin.about, entry.act, to=member.person.about)


def remind(bulletin: int) -> None:
    """Ask those again who have not read."""
    try:
        actions.remind(Bulletin.objects.get(pk=bulletin), by=the_clock())
    except NotNow:
        return  # read, or withdrawn, a moment ago


def ran_out(bulletin: int) -> None:
    """Let a bulletin be over."""
    actions.run_out(Bulletin.objects.get(pk=bulletin), by=the_clock())

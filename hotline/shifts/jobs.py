"""What the journal asks of shifts: every operator says the same about a storm, from when it is on until it is over."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal.models import Entry
from hotline.timelimits.models import Storm

from . import actions
from .models import Notice

LONGEST = timedelta(days=30)
"""No storm lasts longer; one that does is told of until it is switched off, by its own page."""


def tell_of_storm(entry: Entry) -> None:
    """Let every operator know, and say, that storm mode is on."""
    storm = Storm.objects.get(pk=entry.subject)
    if storm.ended_at is None and not _notice(storm):
        now = clock.now()
        actions.post_notice(
            _words(storm), valid_from=now, valid_until=now + LONGEST, by=storm.began_by
        )


def storm_is_over(entry: Entry) -> None:
    """Take back what was to be said of a storm."""
    storm = Storm.objects.get(pk=entry.subject)
    notice = _notice(storm)
    if notice is not None and storm.ended_by is not None:
        actions.end_notice(notice, by=storm.ended_by)


def _notice(storm: Storm) -> Notice | None:
    rows = Notice.objects.filter(valid_until__gt=clock.now(), valid_from__gte=storm.began_at)
    return rows.filter(said__contains=f"〔{storm.pk}〕").first()


def _words(storm: Storm) -> str:
    """Say it with the storm's number, by which the notice is found again."""
    told = {"name": storm.name, "n": storm.pk}
    return _("风暴模式〔%(n)d〕开着：%(name)s。交给单位办的急事，签收和办理都按更短的时限。") % told

"""What clock and journal do about meetings and resolutions: units are told, and what is late is put on record.

A message goes to whom the entry names, not to who is invited when a worker comes to it: meanwhile others may have been.
"""

from __future__ import annotations

from collections.abc import Iterable

from hotline.departments.models import Unit
from hotline.journal.models import Entry
from hotline.notices import jobs as notices
from hotline.people.queries import the_clock
from hotline.timelimits import queries as timelimits

from . import queries, wording
from .models import Meeting, Resolution
from .resolving import actions as resolving


def tell_invited(entry: Entry) -> None:
    """Tell units what was done about a meeting: those that it was done to, else all that are invited."""
    meeting = Meeting.objects.get(pk=entry.subject)
    if entry.act == "invite" and meeting.held_at is not None:
        return  # it came unasked
    telling = wording.MEETING[entry.act]
    text = wording.of_meeting(entry.act, meeting)
    for unit in _concerned(entry, meeting):
        notices.tell_of(
            entry, unit, about=meeting.about, level=telling.level, subject=str(telling.subject),
            text=text, data={"starts_at": meeting.starts_at.isoformat(), "status": meeting.status},
        )  # fmt: skip


def _concerned(entry: Entry, meeting: Meeting) -> Iterable[Unit]:
    """Return the units that an entry about a meeting names, or all that are invited where it names none."""
    if entry.act == "call_meeting":
        named = entry.said["units"]
    elif "unit" in entry.said:
        named = [entry.said["unit"]]
    else:
        return queries.invited(meeting)
    keys = [int(about.partition(":")[2]) for about in named]
    return Unit.objects.filter(pk__in=keys).order_by("pk")


def tell_units(entry: Entry) -> None:
    """Tell the units of a resolution what was done about it; one that was never given is nobody's yet."""
    resolution = Resolution.objects.select_related("unit").get(pk=entry.subject)
    if resolution.given_at is None:
        return
    telling = wording.RESOLUTION[entry.act]
    due = resolution.due_at
    for unit in queries.units_of(resolution):
        notices.tell_of(
            entry, unit, about=resolution.about, level=telling.level, subject=str(telling.subject),
            text=wording.of_resolution(entry.act, resolution, unit),
            data={"due_at": due.isoformat() if due else None, "status": resolution.status},
        )  # fmt: skip


def reckon_for_day(entry: Entry) -> None:
    """Reckon anew what is resolved and runs over a day that is free or worked otherwise than it was."""
    reckon_over(entry.subject)


def reckon_over(holiday: int) -> None:
    """Reckon anew the resolutions that run over a day; where that changes nothing it is silent."""
    for one in queries.running_over(timelimits.day_of(holiday)).order_by("pk"):
        assert one.counted_from_at
        found = queries.reckon(one.unit_id, days=one.days, start=one.counted_from_at)
        if found.due.at != one.due_at:
            resolving.reckon(one, by=the_clock())


def is_near(resolution: int) -> None:
    """Warn the units of a resolution."""
    resolving.warn(Resolution.objects.get(pk=resolution), by=the_clock())


def nobody_reported(resolution: int) -> None:
    """Put on record that a resolution is late."""
    resolving.overrun(Resolution.objects.get(pk=resolution), by=the_clock())


def still_nobody_reported(resolution: int) -> None:
    """Tell the leaders of a resolution that stays late."""
    resolving.tell_leader(Resolution.objects.get(pk=resolution), by=the_clock())

"""How the units of the sample town are watched over: circulars, a meeting held and one called, an inspection, a citation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from hotline import clock
from hotline.circulars import actions as circulars
from hotline.circulars import spans
from hotline.circulars.life import Span
from hotline.circulars.spans import Days
from hotline.inspections import actions as inspections
from hotline.inspections.citing import actions as citing
from hotline.inspections.life import Grade, Sort
from hotline.meetings import actions as meetings
from hotline.meetings.life import Sort as Meets
from hotline.meetings.resolving import actions as resolving
from hotline.people.queries import the_clock

from .cast import AT_NINE, Cast
from .history import Life
from .told import phrases

DRAFTED, READ = time(7, 3), time(9, 20)
"""When the clock drafts a circular, and when somebody has read it."""
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
ROOM, HELD, INSPECTED = 12 * A_DAY, 6 * A_DAY, 4 * A_DAY
"""So long ago a meeting was called, held, and a bureau inspected."""


def everything(cast: Cast, *, now: datetime) -> Iterator[Life]:
    """Yield what happened: the last week's circular is out, the last day's waits for somebody to read it."""
    yield _circular(cast, Span.WEEK, _past("week", now, READ), published=True)
    yield _circular(cast, Span.DAY, _past("day", now, DRAFTED), published=False)
    yield _held(cast, now)
    yield _called(cast, now)
    yield _inspected(cast, now)


def _past(span: str, now: datetime, at: time) -> Days:
    """Return the last days of which a circular had come so far, at a time of the day after, before now."""
    days = spans.last(span, timezone.localdate(now))
    came = timezone.make_aware(datetime.combine(days.until_on + A_DAY, at)) <= now
    return days if came else spans.last(span, days.from_on)


def _circular(cast: Cast, span: Span, days: Days, *, published: bool) -> Life:
    out_on = days.until_on + A_DAY
    yield timezone.make_aware(datetime.combine(out_on, DRAFTED))
    made = circulars.draft(span, days=days, by=the_clock())
    if published:
        yield timezone.make_aware(datetime.combine(out_on, READ))
        leader = cast.people["leader01"]
        circulars.submit(made, by=cast.people["reviewer05"])
        circulars.publish(circulars.approve(made, by=leader), by=leader)


def _held(cast: Cast, now: datetime) -> Life:
    leader, (title, place, topic, outcome, minutes, task) = (
        cast.people["leader01"],
        phrases("meeting"),
    )
    units = [cast.units[code] for code in ("U01", "U03")]
    yield now - ROOM
    begins_at = _at_nine(now - HELD)
    meeting = meetings.call_meeting(
        by=leader, sort=Meets.JOINT, title=title, place=place, chair=leader,
        starts_at=begins_at, units=units,
    )  # fmt: skip
    meetings.put_on(meeting, by=leader, title=topic)
    yield begins_at
    meetings.hold(meeting, by=leader)
    [item] = meeting.items.all()
    meetings.minute_item(meeting, by=leader, item=item, outcome=outcome)
    resolving.resolve(
        meeting, by=leader, text=task, unit=units[0], co_units=units[1:], days=10, item=item
    )
    meetings.minute(meeting, by=leader, words=minutes)
    yield begins_at + 3 * AN_HOUR
    meetings.approve(meeting, by=leader)


def _called(cast: Cast, now: datetime) -> Life:
    """The next one has no agenda yet: its page proposes what is stuck."""
    yield now - 2 * AN_HOUR
    leader, (title, place) = cast.people["leader01"], phrases("next meeting")
    meetings.call_meeting(
        by=leader, sort=Meets.WORKING, title=title, place=place, chair=leader,
        starts_at=_at_nine(now + 5 * A_DAY), units=[cast.units["U04"]],
    )  # fmt: skip


def _at_nine(moment: datetime) -> datetime:
    return datetime.combine(timezone.localdate(moment), AT_NINE)


def _inspected(cast: Cast, now: datetime) -> Life:
    leader, (subject, summary), [grounds] = (
        cast.people["leader01"],
        phrases("inspection"),
        phrases("citation"),
    )
    yield now - INSPECTED
    one = inspections.plan_inspection(
        cast.units["U03"], by=leader, subject=subject, inspector=cast.people["reviewer05"],
        plan_on=timezone.localdate(clock.now()),
    )  # fmt: skip
    yield now - INSPECTED + 5 * AN_HOUR
    inspections.report(one, by=leader, summary=summary)
    yield now - A_DAY
    citing.propose(
        cast.units["U08"], by=leader, sort=Sort.COMMENDED, grade=Grade.NAMED, grounds=grounds
    )

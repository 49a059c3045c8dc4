"""How the units of the sample town were scored: the months before are published, last month is a draft, this one runs.

A unit objected to one month, was right, and what it named was left out on two leaders' word.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.life import Status
from hotline.assessment.models import Exclusion, Month, Standing, after, begins
from hotline.assignments.models import Assignment
from hotline.people.queries import the_clock
from hotline.rules import actions as numbers
from hotline.rules import queries as rules

from .cast import Cast
from .history import Life
from .told import phrases

BACK = 3
"""As many months before this one are assessed."""
LEAST = 3
"""The town is small: a unit with so many is ranked."""
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def everything(cast: Cast, *, now: datetime) -> Iterator[Life]:
    """Yield how each month went; the earliest first."""
    first_on = timezone.localdate(now).replace(day=1)
    months = [first_on]
    for _n in range(BACK):
        months.insert(0, before(months[0]))
    yield _small(cast, months[0])
    for one in months[:-2]:
        yield _published(cast, one, objected=one == months[0])
    yield _drafted(cast, months[-2], now)
    yield _begun(months[-1])


def before(first_on: date) -> date:
    """Return the first day of the month before."""
    return (first_on - A_DAY).replace(day=1)


def _small(cast: Cast, first_on: date) -> Life:
    yield begins(first_on) - A_DAY
    why = phrases("small town")[0]
    numbers.set_rule("score_least_cases", value=LEAST, by=cast.people["leader01"], why=why)


def _begun(first_on: date) -> Life:
    yield begins(first_on)
    assessment.begin(first_on, by=the_clock())


def _draft_at(first_on: date) -> datetime:
    """Return a moment at which the clock has drafted a month."""
    return begins(after(first_on)) + timedelta(days=rules.book()["score_draft_days"]) + 9 * AN_HOUR


def _drafted(cast: Cast, first_on: date, now: datetime) -> Life:
    """A leader looks at it early where the clock has not drafted it yet."""
    yield from _begun(first_on)
    yield max(begins(after(first_on)), min(_draft_at(first_on), now - AN_HOUR))
    month = Month.objects.get(first_on=first_on)
    if month.status == Status.RUNNING:
        assessment.draft(month, by=cast.people["leader01"])


def _published(cast: Cast, first_on: date, *, objected: bool) -> Life:
    leader = cast.people["leader01"]
    yield from _begun(first_on)
    yield _draft_at(first_on)
    month = assessment.send_out(Month.objects.get(first_on=first_on), by=leader)
    assert month.object_by_at
    if objected:
        yield from _objected(cast, month)
    yield month.object_by_at + A_DAY
    assessment.publish(Month.objects.get(pk=month.pk), by=leader)


def _objected(cast: Cast, month: Month) -> Life:
    """The largest bureau names one that should not count, and is heard."""
    standing = Standing.objects.filter(month=month, unit=cast.units["U04"]).get()
    named = Assignment.objects.get(pk=standing.assignments[0])
    yield month.object_by_at - 3 * A_DAY if month.object_by_at else _draft_at(month.first_on)
    said = hearing.object_to(
        standing, by=cast.people["fang"], words=phrases("objects")[0], assignment=named
    )
    yield _later()
    hearing.uphold(said, by=cast.people["leader01"], answer=phrases("upheld")[0])
    yield _later()
    asked = Exclusion.objects.get(objection=said)
    excluding.approve(asked, by=cast.people["leader02"])


def _later() -> datetime:
    return clock.now() + 5 * AN_HOUR

"""What clock and journal do about months: begin each, draft it when it is over, end the term for objections."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hotline.people.queries import the_clock
from hotline.today import today

from . import actions
from .models import Month


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="begin_month", name="assessment.begin_month")
def begin_month(timestamp: int) -> None:
    """Let the month that runs be assessed, if it is not yet."""
    first_on = today().replace(day=1)
    if not Month.objects.filter(first_on=first_on).exists():
        actions.begin(first_on, by=the_clock())


def month_is_over(month: int) -> None:
    """Draft a month when its time has come."""
    actions.draft(Month.objects.get(pk=month), by=the_clock())


def term_is_over(month: int) -> None:
    """Take no more objections to a month."""
    actions.end_term(Month.objects.get(pk=month), by=the_clock())

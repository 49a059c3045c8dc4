"""What tests of assignments share: a case that was sent, and the steps that most of them need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hotline import clock
from hotline.assignments import actions
from hotline.assignments.life import Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.cases import actions as cases
from hotline.cases.models import Case, Kind
from hotline.journal import queries as journal
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town, at

MONDAY = date(2012, 10, 15)
"""An ordinary week: no holiday in it, nor in the two after it."""


def monday(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """Return a moment of that Monday, or of a day after it."""
    return at(hour, minute, day=MONDAY + timedelta(days=days))


def a_case(town: Town, **asked: Any) -> Case:
    """Write down that a street lamp is dark."""
    given: dict[str, Any] = {
        "said": "路灯不亮",
        "kind": Kind.COMPLAINT,
        "area": town.places["虹桥"],
    }
    caller = town.caller("沈", "13868800006")
    return cases.take_in(cases.Asked(**(given | asked)), by=town.operator_28, caller=caller)


def sent(town: Town, *, to: str = "执法局", **given: Any) -> Assignment:
    """Send such a case to a unit."""
    return actions.send(a_case(town), to=town.units[to], by=town.operator_28, **given)


def signed(town: Town, *, to: str = "执法局", **given: Any) -> Assignment:
    """Send it, let the unit sign and speak with the citizen."""
    one, by = sent(town, to=to, **given), town.operator_28
    actions.sign(one, by=by)
    return actions.contact(one, by=by, contacted_from="65810000")


def replies(one: Assignment, town: Town, **given: Any) -> Assignment:
    """The unit says that it is done."""
    said = {
        "is_true": Truth.YES, "solved": YesNo.YES, "account": "换了灯泡", "answer": "灯亮了",
    }  # fmt: skip
    return actions.reply(one, by=town.operator_28, **(said | given))


def until(moment: datetime) -> None:
    """Let time go by until a moment, and let the house do what has become due."""
    clock.pass_time(moment - clock.now())
    the_house_reacts()


def acts(one: Assignment | Plea) -> list[str]:
    """Return what was done to it, in order."""
    return [told.entry.act for told in journal.story(one)]


def due(one: Assignment) -> datetime | None:
    """Return when its reply is due now."""
    return as_it_is(one).reply_by_at

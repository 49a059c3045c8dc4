"""What tests of inspections share: one that was planned, one whose findings were told, a citation that was proposed."""

from __future__ import annotations

from typing import Any

from hotline.assignments.models import Assignment
from hotline.inspections import actions as inspections
from hotline.inspections.citing import actions as citing
from hotline.inspections.life import Finding, Grade, Sort
from hotline.inspections.models import Citation, Inspection
from hotline.today import today
from tests.assignments.hands import replies, signed
from tests.town import Town


def replied(town: Town, *, to: str = "执法局") -> Assignment:
    """Let a unit say that it is done."""
    return replies(signed(town, to=to), town)


def planned(town: Town, *assignments: Assignment, of: str = "执法局", **given: Any) -> Inspection:
    """Plan to look at a unit."""
    said: dict[str, Any] = {
        "subject": "路灯报修答复", "inspector": town.people["reviewer"], "plan_on": today(),
        "assignments": assignments,
    }  # fmt: skip
    return inspections.plan_inspection(town.units[of], by=town.leader, **(said | given))


def found(town: Town, *assignments: Assignment, of: str = "执法局") -> Inspection:
    """Find of each assignment that the reply was untrue, and tell the unit."""
    one = planned(town, *assignments, of=of)
    for look in one.looks.all():
        inspections.note_finding(
            one, by=town.leader, look=look, finding=Finding.UNTRUE, words="灯还不亮"
        )
    return inspections.report(one, by=town.leader, summary="抽查不实")


def proposed(town: Town, *, unit: str = "执法局", **given: Any) -> Citation:
    """Propose that a unit be held to account."""
    said: dict[str, Any] = {
        "sort": Sort.ACCOUNTABLE, "grade": Grade.CRITICISM, "grounds": "多次虚报解决",
    }  # fmt: skip
    return citing.propose(town.units[unit], by=town.leader, **(said | given))

"""A case that the bureau was given, and where its people are reached."""

from __future__ import annotations

from hotline.assignments import actions as assignments
from hotline.assignments.models import Assignment
from hotline.cases import actions as cases
from hotline.notices import actions as notices
from tests.town import Town

SAID = "虹桥路 3 号水管爆了"


def reached(town: Town, second: str = "head") -> None:
    """Write down where the bureau's clerk is reached, by two ways, and somebody else, by one."""
    for name, telephone, mailbox in (
        ("clerk", "13900000001", "clerk@works.example"),
        (second, "13900000002", ""),
    ):
        notices.set_reach(
            town.people[name], telephone=telephone, mailbox=mailbox, by=town.people["admin"]
        )


def given(town: Town, *, to: str = "执法局") -> Assignment:
    """Give the bureau, or another unit, a case."""
    caller = town.caller("陈阿姨", "13800005126")
    asked = cases.Asked(
        said=SAID,
        service=town.services["水管维修"],
        area=town.places["虹桥"],
        address="虹桥路 3 号",
    )
    case = cases.take_in(asked, by=town.operator_28, caller=caller)
    return assignments.send(case, to=town.units[to], by=town.operator_28)

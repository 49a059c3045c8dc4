"""What a unit answers for, and what it says against that: for somebody's own unit, another's and a third one."""

from __future__ import annotations

from typing import Any

from hotline.departments import actions as departments
from hotline.departments.models import Contest, Remit
from tests.house.scoring import UNITS


def remit_of(things: Any, which: str) -> Remit:
    """Return what a unit answers for; 执法局 is the clerk's."""
    found: Remit = things.town.units[UNITS[which]].remits.earliest("pk")
    return found


def contest_of(things: Any, which: str) -> Contest:
    remit = remit_of(things, which)
    known = remit.contests.first()
    return known or departments.contest(remit, by=things.town.leader, claim="不归我们")

"""Where a case stands in one word: the case's own status, or while somebody is on it that of the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.assignments.life import Status as AssignmentStatus
from hotline.cases.life import ALIVE
from hotline.cases.life import Status as CaseStatus
from hotline.dispatch.life import OPEN
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch

ON_THE_WAY = tuple(status for status in OPEN if status != DispatchStatus.OFFERED)
"""The provider has said yes and has not yet said that it is done."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A word and its tone."""

    word: str
    tone: str = ""


def stage(case: str, dispatch: str | None, assignment: str | None = None) -> Stage:
    """Return where a case stands, given its status and that of its open dispatch or of the assignment that leads."""
    if case == CaseStatus.IN_HAND and assignment and not dispatch:
        tone = "" if assignment == AssignmentStatus.SIGNED else "soon"
        return Stage(str(AssignmentStatus(assignment).label), tone)
    if case == CaseStatus.IN_HAND and dispatch:
        tone = "soon" if dispatch == DispatchStatus.OFFERED else ""
        return Stage(str(DispatchStatus(dispatch).label), tone)
    tone = {CaseStatus.OPEN: "soon", CaseStatus.ANSWERED: "line"}.get(CaseStatus(case), "")
    return Stage(str(CaseStatus(case).label), tone)


def is_alive(case: str) -> bool:
    """Say whether somebody still has to do something about it."""
    return case in ALIVE


def open_work(things: Iterable[object]) -> Dispatch | None:
    """Return the dispatch that somebody is on."""
    return next((one for one in things if isinstance(one, Dispatch) and one.status in OPEN), None)

"""Meetings, resolutions, inspections and citations for tests that want one of each kind of thing: one's own, another unit's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.inspections import actions as inspections
from hotline.inspections.citing import actions as citing
from hotline.inspections.life import Grade, Sort
from hotline.inspections.life import Status as Inspected
from hotline.inspections.models import Citation, Inspection
from hotline.meetings import actions as meetings
from hotline.meetings.life import Resolved
from hotline.meetings.life import Sort as Meets
from hotline.meetings.models import Meeting, Resolution
from hotline.meetings.resolving import actions as resolving
from hotline.today import today
from tests.town import Town

if TYPE_CHECKING:
    from tests.house.walk import Walk

UNITS = {"own": "执法局", "other": "供电公司", "secret": "安阳街道"}
"""Whose each is."""
CLOCKS = {
    **{("resolution", name): (Resolution, (Resolved.OPEN,)) for name in ("near", "due", "long")},
    **{("inspection", name): (Inspection, (Inspected.FOUND,)) for name in ("answer", "long")},
}
"""While it stands where the second says, and no longer, the clock may run."""


def meeting_of(things: Any, which: str) -> Meeting:
    """Return a meeting of which the minutes are approved, to which the unit was invited."""
    known = Meeting.objects.filter(title=which).first()
    return known or _minuted(things.town, which, UNITS[which])


def resolution_of(things: Any, which: str) -> Resolution:
    found: Resolution = meeting_of(things, which).resolutions.get()
    return found


def inspection_of(things: Any, which: str) -> Inspection:
    known = Inspection.objects.filter(subject=which).first()
    if known is not None:
        return known
    leader, unit = things.town.leader, things.town.units[UNITS[which]]
    one = inspections.plan_inspection(
        unit, by=leader, subject=which, inspector=leader, plan_on=today()
    )
    return inspections.report(one, by=leader, summary="查过了")


def citation_of(things: Any, which: str) -> Citation:
    known = Citation.objects.filter(grounds=which).first()
    if known is not None:
        return known
    one = _proposed(things.town, which, UNITS[which])
    citing.approve(one, by=things.town.people["admin"])
    return citing.issue(one, by=things.town.leader)


MAKE = {
    "meeting": meeting_of,
    "resolution": resolution_of,
    "inspection": inspection_of,
    "citation": citation_of,
}
"""Kind → how there is one that belongs to the own unit, another, a third."""


def begin(town: Town) -> None:
    """Let one meeting be called and one be minuted, a unit be inspected and told, and another be cited."""
    leader = town.leader
    _called(town, "walk", "执法局")
    _minuted(town, "walked", "执法局")
    for name in ("执法局", "供电公司"):
        one = inspections.plan_inspection(
            town.units[name], by=leader, subject="查", inspector=leader, plan_on=today()
        )
    inspections.report(one, by=leader, summary="查过了")
    _proposed(town, "好", "供电公司")


def step(walk: Walk) -> None:
    """Somebody calls a meeting, resolves something in one, plans an inspection, proposes a citation."""
    town, dice = walk.town, walk.dice
    by = dice.choice([town.leader, town.people["reviewer"], town.operator_28])
    unit = dice.choice(list(town.units.values()))
    meeting = walk.some(Meeting)
    if meeting is not None:
        days = dice.choice([0, 1, 5])
        walk.attempt(
            f"{meeting.about} resolve by {by}",
            lambda: resolving.resolve(meeting, by=by, text="办", unit=unit, days=days),
        )
    walk.attempt(
        f"{unit.about} plan_inspection by {by}",
        lambda: inspections.plan_inspection(
            unit, by=by, subject="查", inspector=town.leader, plan_on=today()
        ),
    )
    sort, grade = dice.choice(list(Sort)), dice.choice(list(Grade))
    walk.attempt(
        f"{unit.about} propose {sort} {grade} by {by}",
        lambda: citing.propose(unit, by=by, sort=sort, grade=grade, grounds="事"),
    )


def broken() -> Iterator[str]:
    """Say where a resolution or a citation is not as it must be."""
    for one in Resolution.objects.select_related("meeting"):
        if one.status != Resolved.DROPPED and (one.given_at is None) != (
            one.meeting.approved_at is None
        ):
            yield f"{one.about} is {one.status}, but {one.meeting.about} is {one.meeting.status}"
        runs = Deadline.objects.filter(
            kind="resolution", subject=one.pk, name__in=("due", "long"), closed_at=None
        )
        if (one.status == Resolved.OPEN and not one.late) and runs.count() != 1:
            yield f"{one.about} is open, and {runs.count()} clocks of it run"


def _called(town: Town, title: str, unit: str) -> Meeting:
    return meetings.call_meeting(
        by=town.leader, sort=Meets.JOINT, title=title, place="三楼", chair=town.leader,
        starts_at=clock.now() + timedelta(hours=1), units=[town.units[unit]],
    )  # fmt: skip


def _minuted(town: Town, title: str, unit: str) -> Meeting:
    leader, meeting = town.leader, _called(town, title, unit)
    meetings.put_on(meeting, by=leader, title="路灯")
    meetings.hold(meeting, by=leader)
    [item] = meeting.items.all()
    resolving.resolve(meeting, by=leader, text="换灯", unit=town.units[unit], days=5, item=item)
    meetings.minute_item(meeting, by=leader, item=item, outcome="换")
    meetings.minute(meeting, by=leader, words="议了")
    return meetings.approve(meeting, by=leader)


def _proposed(town: Town, grounds: str, unit: str) -> Citation:
    return citing.propose(
        town.units[unit], by=town.leader, sort=Sort.COMMENDED, grade=Grade.NAMED, grounds=grounds
    )

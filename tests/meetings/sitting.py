"""What tests of meetings share: a meeting that was called, held, minuted, and what it resolved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.models import Assignment
from hotline.meetings import actions as meetings
from hotline.meetings.life import Sort
from hotline.meetings.models import Meeting, Resolution
from hotline.meetings.resolving import actions as resolving
from tests.assignments.hands import replies, signed
from tests.stories.steps import as_it_is
from tests.town import Town


def called(town: Town, *units: str, **given: Any) -> Meeting:
    """Call the bureau and the utility to a joint meeting in three days."""
    said: dict[str, Any] = {
        "sort": Sort.JOINT, "title": "路灯联席会议", "place": "三楼会议室", "chair": town.people["reviewer"],
        "starts_at": clock.now() + timedelta(days=3),
        "units": [town.units[name] for name in units or ("执法局", "供电公司")],
    }  # fmt: skip
    return meetings.call_meeting(by=town.people["reviewer"], **(said | given))


def held(town: Town, *units: str, **given: Any) -> Meeting:
    """Call one that begins soon, put something on the agenda, hold it."""
    meeting = called(town, *units, **{"starts_at": clock.now() + timedelta(hours=1), **given})
    meetings.put_on(meeting, by=town.leader, title="夜间施工怎么管")
    return meetings.hold(meeting, by=town.leader)


def minuted(meeting: Meeting, town: Town) -> Meeting:
    """Write what is missing, and let the chair approve it."""
    for item in meeting.items.filter(outcome=""):
        meetings.minute_item(meeting, by=town.leader, item=item, outcome="由执法局牵头")
    meetings.minute(meeting, by=town.leader, words="到会单位一致同意。")
    return meetings.approve(meeting, by=town.people["reviewer"])


def resolved(town: Town, meeting: Meeting, *, to: str = "执法局", **given: Any) -> Resolution:
    """Resolve that a unit does something within five working days."""
    said: dict[str, Any] = {"text": "三条路换灯", "unit": town.units[to], "days": 5}
    return resolving.resolve(meeting, by=town.leader, **(said | given))


def given_out(town: Town, **given: Any) -> Resolution:
    """Resolve it and approve the minutes."""
    meeting = held(town)
    one = resolved(town, meeting, **given)
    minuted(meeting, town)
    return as_it_is(one)


def sent_back(town: Town, times: int, *, to: str = "执法局") -> Assignment:
    """Let a unit's reply be sent back so many times."""
    one = signed(town, to=to)
    for _ in range(times):
        replies(one, town)
        assignments.send_back(one, by=town.leader, why="灯还不亮")
    return as_it_is(one)

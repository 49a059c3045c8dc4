"""How a due time tells of the time that did not count: each reason with what it took of the clock, in hours of work."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta

import pytest

from hotline.timelimits import wording
from hotline.timelimits.limits import Limit, Reckoned, Suspension
from hotline.worktime import Calendar, Counting, Length, Pause, due, used
from hotline.worktime.because import Begins, Started, Stood
from hotline.worktime.calendar import CHINA

MONDAY = datetime(2024, 6, 17, 9, tzinfo=CHINA)


def june(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2024, 6, day, hour, minute, tzinfo=CHINA)


def reckoned(length: str, *pauses: Pause) -> Reckoned:
    limit, calendar = Limit(Length.parse(length), 1), Calendar()
    return Reckoned(
        due(MONDAY, limit.length, calendar, pauses=pauses), limit, MONDAY, pauses, calendar
    )


def stood(length: str, *pauses: Pause) -> list[str]:
    """Return what is said of the pauses, without where it begins and ends."""
    return [
        said
        for said in wording.told(reckoned(length, *pauses))
        if said.startswith(("等市民", "中止", "热线审核", "申请待审批"))
    ]


def test_ten_working_days_are_no_two_days_and_twenty_two_hours() -> None:
    suspended = Suspension(june(18, 8, 30), june(30) + timedelta(days=2), named="中止")
    assert stood("5 working days", suspended) == ["中止 70 个工作小时"]


def test_a_night_is_no_whole_hour_of_work_and_hours_of_any_clock_are_said_as_ever() -> None:
    overnight = Pause(june(18, 16), june(19, 9))
    assert stood("5 working days", overnight) == ["等市民 2 个工作小时"]
    assert stood("5 working days", Pause(june(18, 16), june(18, 17, 10))) == ["等市民 1 小时 10 分"]
    assert stood("3 d", Pause(june(18), june(20))) == ["等市民 2 天"]


def test_a_time_in_which_nothing_counted_is_not_spoken_of() -> None:
    assert stood("5 working days", Pause(june(18, 18), june(19, 7))) == []


def test_pauses_that_touch_are_told_apart_in_whatever_order_they_are_kept() -> None:
    waited = Pause(june(18, 8, 30), june(20, 17))
    review = Suspension(june(20, 17), june(21, 9, 30), named="热线审核")
    said = ["等市民 20 个工作小时 30 分", "热线审核 1 个工作小时 30 分"]
    assert stood("5 working days", waited, review) == said
    assert stood("5 working days", review, waited) == said


def test_what_two_reasons_share_is_told_once() -> None:
    waited = Pause(june(18, 14), june(18, 17))
    asked = Suspension(june(18, 15), june(18, 17, 30), named="申请待审批")
    assert stood("5 working days", waited, asked) == ["等市民 3 小时", "申请待审批 30 分"]


@pytest.mark.parametrize("seed", range(40))
def test_what_the_reasons_took_adds_up_to_what_did_not_count(seed: int) -> None:
    dice = random.Random(seed)
    pauses = [a_pause(dice) for _one in range(dice.randrange(1, 6))]
    length = dice.choice(["5 working days", "9 working hours", "40 h"])
    found = reckoned(length, *pauses)
    said = stood(length, *pauses)
    assert sum(map(seconds, said)) == sum(
        counted(one, found) for one in found.due.because if isinstance(one, Stood)
    ), said
    dice.shuffle(pauses)
    assert stood(length, *pauses) == said


def a_pause(dice: random.Random) -> Pause:
    """Return a pause of half hours, so that many touch and overlap."""
    since = MONDAY + timedelta(minutes=30 * dice.randrange(60))
    until = since + timedelta(minutes=30 * dice.randrange(1, 80))
    named = dice.choice(["", "中止", "热线审核", "申请待审批"])
    return Suspension(since, until, named=named) if named else Pause(since, until)


def counted(fact: Stood, found: Reckoned) -> int:
    """Return how many seconds of a stop would have counted."""
    begins = max(one.at for one in found.due.because if isinstance(one, Started | Begins))
    since, until = max(begins, fact.paused_at), fact.resumed_at
    if not found.limit.length.unit.working:
        return int((until - since).total_seconds())
    hour = Length.parse("1 working hour")
    took = used(since, hour, found.calendar, now=until, counting=Counting.AT_ONCE).time
    return int(took.total_seconds())


def seconds(said: str) -> int:
    """Read a sentence about a pause."""
    worth = {"天": 86400, "小时": 3600, "个工作小时": 3600, "分": 60}
    return sum(int(n) * worth[of] for n, of in re.findall(r"(\d+) (天|小时|个工作小时|分)", said))

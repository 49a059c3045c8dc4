"""A new line has its time limits at once: those of the national rules."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hotline.life.errors import NotSo
from hotline.timelimits import queries, wording
from hotline.timelimits.limits import Clock
from hotline.timelimits.models import TimeLimit
from hotline.worktime import Pause
from hotline.worktime.calendar import CHINA

ORDINARY, URGENT = 1, 3
WEDNESDAY = datetime(2026, 9, 23, 14, 20, tzinfo=CHINA)  # before the Mid-autumn Festival of 2026


def limit(clock: str, kind: str = "help", urgency: int = ORDINARY) -> str:
    """Return what holds, in words."""
    return str(queries.limit(clock, kind=kind, urgency=urgency, unit=None, at=WEDNESDAY).length)


@pytest.mark.parametrize(
    ("clock", "kind", "urgency", "length"),
    [
        ("sign", "help", ORDINARY, "1 working day"),
        ("sign", "complaint", URGENT, "30 min"),
        ("return", "help", ORDINARY, "2 working days"),
        ("reply", "question", ORDINARY, "2 working days"),
        ("reply", "help", ORDINARY, "5 working days"),
        ("reply", "complaint", ORDINARY, "5 working days"),
        ("reply", "report", ORDINARY, "5 working days"),
        ("reply", "suggestion", ORDINARY, "10 working days"),
        ("complex", "complaint", ORDINARY, "15 working days"),
        ("complex", "question", ORDINARY, "2 working days"),
        ("extension", "help", ORDINARY, "10 working days"),
        ("call_back", "help", ORDINARY, "1 working day"),
    ],
)
def test_a_new_line_goes_by_the_national_rules(
    db: None, clock: str, kind: str, urgency: int, length: str
) -> None:
    assert limit(clock, kind, urgency) == length


@pytest.mark.parametrize(
    "kind", ["question", "help", "service", "complaint", "report", "suggestion", "thanks"]
)
def test_what_is_urgent_is_done_in_a_day_whatever_its_kind(db: None, kind: str) -> None:
    assert limit("reply", kind, URGENT) == "24 h"


def test_every_clock_has_a_limit_from_the_first_day(db: None) -> None:
    for clock in Clock:
        assert limit(clock)


def test_a_clock_without_a_rule_is_refused_in_a_sentence(db: None) -> None:
    TimeLimit.objects.filter(clock="sign").delete()
    with pytest.raises(NotSo, match="没有“签收”的时限"):
        limit("sign")


def test_a_due_time_explains_itself(db: None) -> None:
    waited = Pause(
        WEDNESDAY + timedelta(days=5, minutes=40),
        WEDNESDAY + timedelta(days=5, hours=2, minutes=50),
    )
    found = queries.reckon(
        "reply", kind="help", urgency=ORDINARY, unit=None, start=WEDNESDAY, pauses=[waited]
    )
    assert wording.told(found) == [
        "5 个工作日，从周三 14:20 起",
        "周四 08:30 开始算",
        "周五到周日放假（中秋节）",
        "10月1日周四到10月7日周三放假（国庆节）",
        "等市民 2 小时 10 分",
        "到 10月9日周五 10:40",
    ]

"""What the pages of time limits are shown with: a rule to come, one of a unit, a season, this year's calendar, a storm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def dress(person: Callable[[str], Any]) -> None:
    """Set what a leader might have set."""
    from hotline.departments.models import Unit
    from hotline.sheets import reading
    from hotline.timelimits import actions, comes_with, importing
    from hotline.timelimits.limits import Scope
    from hotline.timelimits.models import Sort
    from hotline.today import today

    leader, tomorrow = person("leader01"), today() + timedelta(days=1)
    season = actions.add_season("汛期", starts="05-01", ends="10-15", by=leader)
    unit = Unit.objects.order_by("pk").values_list("pk", flat=True).first()
    for scope, length in (
        (Scope("reply", kind="complaint"), "3 working days"),
        (Scope("sign", unit=unit or 1), "2 h"),
        (Scope("reply", kind="help", season=season.pk), "2 working days"),
    ):
        actions.set_limit(scope, length=length, from_on=tomorrow, by=leader, why="试行")
    actions.set_hours(
        unit=unit or 1, weekdays="09:00-17:00", moved="09:00-17:00", from_on=tomorrow,
        by=leader, why="该单位中午不休息",
    )  # fmt: skip
    table = reading.read(comes_with.content(comes_with.years()[0]))
    actions.take_in(
        importing.check(table, start=today(), today=today()).orders, by=leader, why="按导入的表格"
    )
    first = actions.declare_day(
        tomorrow, sort=Sort.FREE, name="防台停工", by=leader, why="市防指令"
    )
    actions.withdraw_day(first, by=leader, why="解除")
    actions.declare_day(tomorrow, sort=Sort.WORKED, name="值守", by=leader, why="市府令")
    over = actions.switch_on("台风“海葵”", by=leader, why="橙色预警")
    actions.switch_off(over, by=leader, why="解除")
    actions.switch_on("台风“海神”", by=leader, why="红色预警")

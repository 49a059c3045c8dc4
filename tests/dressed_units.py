"""The departments' half of the town as the pages need it: a unit that was retired, remits of before and to come, contests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def dress(person: Callable[[str], Any]) -> None:
    """Give units everything that a page may have to show of them."""
    from hotline.departments import actions as departments
    from hotline.departments.models import Remit, Unit
    from hotline.today import today

    leader, units = person("leader01"), {one.short: one for one in Unit.objects.all()}
    clerk = units["执法局"].liaisons.get(person=person("lu"))
    departments.dismiss(units["执法局"], liaison=clerk, by=leader)
    departments.retire(units["路灯所"], by=leader, why="并入市政管理所")
    wasps, paths, water, lamps = (
        Remit.objects.get(code="1104"),
        Remit.objects.get(code="0907"),
        Remit.objects.get(group__code="01"),
        Remit.objects.get(code="1602"),
    )
    moved = departments.contest(paths, by=leader, claim="有线电视归文化部门")
    departments.reassign(moved, unit=units["住建局"], by=leader, why="管线归住建局")
    held = departments.contest(water, by=leader, claim="户内水管归住户")
    departments.uphold(held, by=leader, why="先到现场再说归谁")
    back = departments.contest(lamps, by=leader, claim="路灯不归我们")
    departments.withdraw(back, by=leader, why="弄错了")
    departments.contest(wasps, by=leader, claim="蜂窝归消防")
    later = today() + timedelta(days=20)
    departments.change_remit(lamps, lead=units["市政管理所"], from_on=later, why="移交", by=leader)
    departments.change_remit(
        Remit.objects.get(lead=units["市政管理所"]), lead=units["住建局"], from_on=later, why="又改", by=leader,
    )  # fmt: skip

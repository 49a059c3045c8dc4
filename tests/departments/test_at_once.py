"""Two at once: neither two moves make a circle, nor do two say who leads for the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from django.db import connection

from hotline.departments import actions as departments
from hotline.departments import queries
from hotline.departments.models import Remit, Unit
from hotline.life.errors import NotDone
from tests import town as cast


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do several things at the same time, each on a connection of its own; return why those that were refused were."""
    ready, refused = threading.Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except NotDone as why:
            refused.append(str(why))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return refused


def test_two_moves_at_once_make_no_circle(committed: str) -> None:
    town = cast.build()
    by = town.leader
    for _turn in range(5):
        a, b = (Unit.objects.get(short=short) for short in ("供电公司", "安阳街道"))
        refused = at_once(
            lambda: departments.move(a, parent=b, by=by, why="x"),  # noqa: B023
            lambda: departments.move(b, parent=a, by=by, why="x"),  # noqa: B023
        )
        assert len(refused) == 1
        assert "不能做它的上级" in refused[0]
        assert len(queries.laid_out(Unit.objects.all())) == Unit.objects.count()  # all are reached
        for one in (a, b):
            departments.move(one, by=by, why="x")


def test_two_who_say_at_once_who_leads_for_the_same_are_one(committed: str) -> None:
    town = cast.build()
    by = town.leader
    refused = at_once(
        *(
            lambda unit=unit: departments.assign_remit(unit, from_on=date(2020, 1, 1), by=by)
            for unit in town.units.values()
        )
    )
    assert len(refused) == len(town.units) - 1
    assert Remit.objects.filter(code="", group=None, area=None).count() == 1

"""What the switchboard asks of the calls again and again."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import Any

import psycopg
from django.db import connection

from hotline import clock
from hotline.calls import queueing
from hotline.calls.models import Call
from hotline.calls.states import Direction, Ending, Status
from tests.conftest import POSTGRES


def test_what_waits_is_asked_without_reading_the_calls_of_years(committed: str) -> None:
    """Also once it has been asked so often that PostgreSQL plans it for whatever values may come."""
    now = clock.now()
    ended = [
        Call(
            direction=Direction.IN, status=Status.ENDED, how=Ending.ANSWERED,
            arrived_at=now - timedelta(hours=1), ended_at=now,
        )
        for _n in range(5_000)
    ]  # fmt: skip
    Call.objects.bulk_create(ended, batch_size=500)
    asked: list[str] = []

    def note(execute: Any, sql: str, *given: Any) -> Any:
        asked.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        assert not queueing.somebody_waits()
        assert queueing.what_is_wanted() == (False, False)
        assert queueing.next_call()[1] == 0
        assert not queueing.what_is_there(now, requests_of=now).waits
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE calls_call")
        for sql in asked:
            plan = "\n".join(line for (line,) in owner.execute(_planned_for_any(sql)))
            assert "Seq Scan on calls_call" not in plan, plan


def _planned_for_any(sql: str) -> str:
    """Return the question after how a statement is planned whose values come later."""
    numbers = itertools.count(1)
    places = re.sub(r"%s|%\(\w+\)s", lambda _place: f"${next(numbers)}", sql)
    return f"EXPLAIN (GENERIC_PLAN) {places}"

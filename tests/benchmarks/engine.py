"""The engine without the web: one step against its own statements, one batch of clocks against the bare claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from hotline import clock
from hotline.cases import actions as cases
from hotline.deadlines.models import Deadline
from hotline.journal import claims

from . import stage
from .figures import Figure, rate, throughput

if TYPE_CHECKING:
    from .measures import Bench

PENDING = 100_000
BATCH = 100


def step_take(bench: Bench) -> Figure:
    """Hand one case over again and again, and run the very same statements bare."""
    town = bench.town
    case = cases.take_in(cases.Asked(said="漏水"), by=town.operator)

    def ours() -> None:
        cases.hand_over(case, by=town.operator, to="家家乐")

    ours()
    statements = captured(ours)
    with stage.connect() as bare:

        def floor() -> None:
            with bare.transaction():
                for sql, given in statements[:-1]:
                    bare.execute(sql, given)
            bare.execute(*statements[-1])  # the news, after the commit

        return throughput("step.take", "steps/s", lambda: rate(ours), lambda: rate(floor), bar=0.30)


def captured(do: Callable[[], object]) -> list[tuple[Any, Any]]:
    """Return the statements that *do* sends, with what it gives them."""
    sent: list[tuple[Any, Any]] = []

    def note(execute: Any, sql: Any, given: Any, many: bool, context: Any) -> Any:
        sent.append((sql, given))
        return execute(sql, given, many, context)

    with connection.execute_wrapper(note):
        do()
    return sent


def deadline_claim(_bench: Bench) -> Figure:
    """Claim clocks that have run out, a hundred thousand pending beside them."""
    with stage.owner() as owner:
        owner.execute(
            """INSERT INTO deadlines_deadline (due_at, next_at, tries, trouble, kind, subject, name, start_at)
            SELECT t, t, 0, '', 'bench', n, 'bench', now() FROM (SELECT n, now() + CASE WHEN n <= %s
            THEN interval '1 day' * (1 + n %% 30) ELSE - interval '1 hour' END AS t
            FROM generate_series(1, %s::bigint) n) rows""",
            [PENDING, PENDING + 400_000],
        )
        owner.execute("VACUUM ANALYZE deadlines_deadline")
    bare = stage.connect()

    def floor() -> None:
        now = clock.now()
        bare.execute(
            """WITH mine AS (SELECT id FROM deadlines_deadline WHERE closed_at IS NULL AND next_at <= %s
            ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED)
            UPDATE deadlines_deadline t SET next_at = %s, tries = t.tries + 1
            FROM mine WHERE t.id = mine.id RETURNING t.*""",
            [now, BATCH, now + timedelta(days=1)],
        ).fetchall()

    def ours() -> None:
        if len(claims.claim(Deadline, most=BATCH)) != BATCH:
            raise RuntimeError("too few clocks for the benchmark")

    def of(do: Callable[[], None]) -> Callable[[], float]:
        return lambda: rate(do, seconds=0.5, each=BATCH)

    figure = throughput("deadline.claim", "rows/s", of(ours), of(floor), bar=0.5)
    bare.close()
    with stage.owner() as owner:
        owner.execute("DELETE FROM deadlines_deadline WHERE kind = 'bench'")
        owner.execute(
            "VACUUM deadlines_deadline"
        )  # the next figure pays for no rubbish of this one
    return figure

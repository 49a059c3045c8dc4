"""Clocks of departments that have run out: taken through their action, and the looking while none has.

`deadline.step` puts late replies on record, tells whom it concerns and lets the next clock run; beside it the very same statements
run bare, each act's in a transaction of its own, on the same rows put back as they were.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from hotline import clock
from hotline.assignments.models import Assignment
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline
from hotline.journal import claims
from hotline.journal.models import Reaction
from hotline.site import worker

from . import owed, stage
from .engine import captured
from .figures import TURNS, Figure, latency, throughput
from .web import middle_ms

if TYPE_CHECKING:
    from .measures import Bench

BATCH, BATCHES = 100, 6
"""How many acts are claimed at once, and how often in a turn."""
LATE = (TURNS * BATCHES + 2) * BATCH
"""Overdue at the same time: more than the turns take, however fast they are."""
PENDING = 100_000
Statements: TypeAlias = list[tuple[Any, Any]]


def deadline_step(bench: Bench) -> Figure:
    """Take overdue assignments through their action, and run the statements of a hundred such acts bare."""
    bench.town.grow(max(bench.town.size, LATE))
    with (
        owed.owed(bench.town, LATE, due="-1 hour", apart="1 s", at_work=100),
        stage.connect() as bare,
    ):
        subjects, claim, acts = _captured()

        def floor() -> None:
            _put_back(subjects)
            start = time.perf_counter()
            bare.execute(*claim).fetchall()
            for statements in acts:
                with bare.transaction():
                    for statement, given in statements[:-1]:
                        bare.execute(statement, given)
                bare.execute(*statements[-1])  # the news, after the commit
            spent.append(time.perf_counter() - start)

        def bare_rate() -> float:
            spent.clear()
            for _ in range(3):
                floor()
            return 3 * BATCH / sum(spent)

        spent: list[float] = []
        return throughput("deadline.step", "acts/s", _rate, bare_rate, bar=0.30)


def _rate() -> float:
    start = time.perf_counter()
    for _ in range(BATCHES):
        if deadlines.take(most=BATCH) != BATCH:
            raise RuntimeError("too few assignments are overdue for the benchmark")
    return BATCHES * BATCH / (time.perf_counter() - start)


def _captured() -> tuple[list[int], tuple[Any, Any], list[Statements]]:
    """Take a batch; return whose clocks they were, the claim, and each act's statements."""
    taken: list[Deadline] = []
    [claim] = captured(lambda: taken.extend(claims.claim(Deadline, most=BATCH)))
    acts = [captured(_done(row)) for row in taken]
    if not all("pg_notify" in str(statements[-1][0]) for statements in acts):
        raise RuntimeError("an act of the benchmark told nobody")
    return [row.subject for row in taken], claim, acts


def _done(row: Deadline) -> Callable[[], object]:
    return lambda: claims.finish(row, deadlines._ran_out, met=False)


def _put_back(subjects: list[int]) -> None:
    """Let these clocks have run out again and nothing have been done about it."""
    rows = Deadline.objects.filter(kind=Assignment.KIND, subject__in=subjects)
    rows.filter(name="reply_long").delete()
    Reaction.objects.filter(entry__kind=Assignment.KIND).delete()  # one of each for an entry
    first = clock.now() - timedelta(days=30)
    rows.update(closed_at=None, met=None, tries=0, next_at=first)


def deadline_idle(bench: Bench) -> Figure:
    """Look once for anything to do while a hundred thousand clocks run; the floor is the claim of clocks alone, bare."""
    with stage.owner() as owner:
        owner.execute(
            """INSERT INTO deadlines_deadline (due_at, next_at, tries, trouble, kind, subject, name, start_at)
            SELECT t, t, 0, '', 'bench', n, 'bench', now() FROM (
                SELECT n, now() + interval '1 day' * (1 + n %% 30) AS t FROM generate_series(1, %s::bigint) n) rows""",
            [PENDING],
        )
        owner.execute("VACUUM ANALYZE deadlines_deadline")
    while worker.sweep():  # what the town still had to do
        pass
    [(statement, given)] = captured(lambda: claims.claim(Deadline, most=BATCH))
    with stage.connect() as bare:
        figure = latency(
            "deadline.idle",
            "ms",
            lambda: middle_ms(_sweep, 300),
            lambda: middle_ms(lambda: bare.execute(statement, given).fetchall(), 300),
            bar=5,
        )
    with stage.owner() as owner:
        owner.execute("DELETE FROM deadlines_deadline WHERE kind = 'bench'")
        owner.execute("VACUUM deadlines_deadline")
    return figure


def _sweep() -> None:
    if worker.sweep():
        raise RuntimeError("there was something to do")

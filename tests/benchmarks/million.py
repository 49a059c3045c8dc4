"""A million cases: the pages that everybody opens all day cost no more than with ten thousand.

Everything is asked over HTTP of the whole system, one client, the middle time; the same pages at both sizes. The rows are laid
down by SQL, thirty in a hundred alive, as in `town.py`; a town that took longer to grow than `GROWN_IN_S` is a fault.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from hotline.cases.models import Case

from .figures import Figure
from .town import BenchTown
from .web import page_ms

FEW, MANY = 10_000, 1_000_000
BAR = 1.5
GROWN_IN_S = 180


def million(town: BenchTown, port: int) -> Iterator[Figure]:
    """Measure the queue, the finding of a case and a case's page among few and among a million."""
    town.empty()
    town.grow(FEW)
    few = _measured(town, port)
    start = time.perf_counter()
    town.grow(MANY)
    took = time.perf_counter() - start
    many = _measured(town, port)
    for name, value in many.items():
        ratio = round(value / few[name], 2)
        yield Figure(name, round(value, 2), "ms p50", round(few[name], 2), ratio, "lower", BAR)
    yield Figure(
        "grow.1m", round(took, 1), "s", GROWN_IN_S, round(took / GROWN_IN_S, 2), "lower", 1.0
    )


def _measured(town: BenchTown, port: int) -> dict[str, float]:
    """Return the middle times of the pages; what is looked for lies in the middle of the heap."""
    case = Case.objects.order_by("serial")[town.size // 2]
    paths = {
        "queue.flat_1m": "/cases/rows",
        "find.flat_1m": f"/cases/find?q={case.number}",
        "case.flat_1m": f"/cases/{case.pk}/",
    }
    return {name: page_ms(town, port, path, times=40) for name, path in paths.items()}

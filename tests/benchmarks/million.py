"""A million cases: the pages that everybody opens all day cost no more than with ten thousand.

Everything is asked over HTTP of the whole system, one client, the middle time; the same pages at both sizes. The rows are laid
down by SQL, thirty in a hundred alive, each with its call, its story and its work, as in `town.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline.cases.models import Case

from .figures import slower, worst
from .web import page_ms

if TYPE_CHECKING:
    from .figures import Figure
    from .measures import Bench

NAMES = ("queue.flat_1m", "find.flat_1m", "case.flat_1m")
FEW, MANY = 10_000, 1_000_000
BAR = 1.5


def million(bench: Bench) -> Iterator[Figure]:
    """Measure the queue, the finding of a case and a case's page among few and among a million."""
    bench.town.grow(FEW)
    few = _measured(bench)
    bench.town.grow(MANY)
    many = _measured(bench)
    for name in NAMES:
        yield worst(
            name,
            [
                slower(path, "ms p50", many[name, path], few[name, path], bar=BAR)
                for of, path in many
                if of == name
            ],
        )


def _measured(bench: Bench) -> dict[tuple[str, str], float]:
    """Return the middle times of the pages; what is looked for lies in the middle of the heap."""
    case = Case.objects.order_by("serial")[bench.town.size // 2]
    paths = {
        ("queue.flat_1m", "rows"): "/cases/rows",
        ("find.flat_1m", "number"): f"/cases/find?q={case.number}",
        ("find.flat_1m", "code"): f"/cases/find?q={case.query_code}",
        ("find.flat_1m", "phone"): f"/cases/find?q={bench.town.NUMBER}",
        ("case.flat_1m", "page"): f"/cases/{case.pk}/",
    }
    return {kept: page_ms(bench, path, times=40) for kept, path in paths.items()}

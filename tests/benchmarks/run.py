"""`make bench`: measures everything, prints the table, writes var/bench.json; fails when a bar is not met."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.figures import Figure
    from tests.benchmarks.town import BenchTown

HOUSE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOUSE))
VAR = Path(os.environ.get("HOTLINE_DATA") or "var").absolute()
DATA = VAR / "bench"
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
    "HOTLINE_DATA": str(DATA),
    "HOTLINE_DEMO": "1",
}
os.environ.pop("DATABASE_URL", None)


def main() -> int:
    """Run the benchmarks whose names begin with an argument, or all."""
    wanted = tuple(sys.argv[1:]) or ("",)
    shutil.rmtree(DATA / "postgres", ignore_errors=True)

    import django

    from hotline.site import database
    from hotline.site.configuration import Configuration

    configuration = Configuration.from_env()
    with database.running(configuration):
        django.setup()
        from django.conf import settings

        from hotline.site import migrating

        migrating.migrate(settings.CONFIGURATION)
        from tests.benchmarks.figures import table, write

        figures: list[Figure] = []
        for figure in _measured(wanted):
            figures.append(figure)
            print(table([figure]).splitlines()[1], flush=True)
        print("\n" + table(figures))
        write(figures, VAR / "bench.json")
    return 0 if all(figure.held for figure in figures) else 1


def _measured(wanted: tuple[str, ...]) -> Iterator[Figure]:
    from tests.benchmarks import live, million, stage, web
    from tests.benchmarks.town import BenchTown

    def asked(*names: str) -> bool:
        return any(name.startswith(wanted) for name in names)

    town = BenchTown()
    yield from (measure(town) for name, measure in _beneath().items() if asked(name))
    with stage.served() as port:
        if asked("live.fanout", "live.memory"):
            yield from live.fanout(port)
        if asked("case.create"):
            yield web.case_create(town, port)
        if asked("queue.flat", "queue.counts", "queue.page", "queue.screen", "case.find"):
            yield from _queues(town, port)
        if asked("queue.flat_1m", "find.flat_1m", "case.flat_1m", "grow.1m"):
            yield from million.million(town, port)
    if asked("screen.pop"):
        from tests.benchmarks import pop

        yield pop.screen_pop(town)


def _beneath() -> dict[str, Callable[[BenchTown], Figure]]:
    """Return what is measured without the web, before there are many cases."""
    from tests.benchmarks import engine, journal

    return {
        # First: the bare floor of a step writes entries that hang on nothing.
        "journal.verify": journal.verified,
        "step.take": engine.step_take,
        "deadline.claim": engine.deadline_claim,
    }


def _queues(town: BenchTown, port: int) -> Iterator[Figure]:
    from tests.benchmarks import web
    from tests.benchmarks.figures import Figure

    town.grow(1_000)
    few = web.page_ms(town, port, "/cases/")
    town.grow(10_000)
    some = web.counts_ms(town)
    town.grow(100_000)
    yield from web.queue_page(town, port)
    many = web.page_ms(town, port, "/cases/")
    yield Figure(
        "queue.flat",
        round(many, 2),
        "ms p50",
        round(few, 2),
        round(many / few, 2),
        "lower",
        1.3,
    )
    all_ = web.counts_ms(town)
    yield Figure(
        "queue.counts",
        round(all_, 2),
        "ms",
        round(some, 2),
        round(all_ / some, 2),
        "lower",
        1.5,
    )
    yield from web.case_find(town, port)


if __name__ == "__main__":
    raise SystemExit(main())

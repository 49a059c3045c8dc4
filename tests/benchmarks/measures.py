"""What is measured, and in which order. A new figure is a line in `measures`, and a function that returns it.

A function that finds several figures at one go stands under each of their names and runs once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

from . import (
    choice,
    demo,
    engine,
    inbox,
    journal,
    live,
    lost,
    million,
    month,
    overdue,
    pop,
    rate,
    recover,
    router,
    stage,
    web,
)
from .figures import Figure
from .town import BenchTown


class Bench:
    """What a measure is given: the town, and the whole system once somebody asks for its address."""

    def __init__(self) -> None:
        self.town = BenchTown()
        self._port: int | None = None
        self._running = ExitStack()

    @property
    def port(self) -> int:
        """Return the port of the running system's one address."""
        if self._port is None:
            self._port = self._running.enter_context(stage.served())
        return self._port

    def stop(self) -> None:
        """Let nothing run any more but the database."""
        self._port = None
        self._running.close()


Measure: TypeAlias = Callable[[Bench], Figure | Iterable[Figure]]


def measures() -> dict[str, Measure]:
    """Return every figure's name and what finds it, in the order in which they are measured."""
    return {
        # Before anything is written: the bare floor of a step writes entries that hang on nothing.
        "journal.verify": journal.verified,
        "step.take": engine.step_take,
        "deadline.claim": engine.deadline_claim,
        "deadline.idle": overdue.deadline_idle,
        "deadline.step": overdue.deadline_step,
        "router.route": router.router_route,
        "dispatch.rank": choice.dispatch_rank,
        "dispatch.race": choice.dispatch_race,
        # Memory first, while the processes have kept nothing for reuse.
        "live.memory": live.memory,
        "live.fanout": live.fanout,
        "case.create": web.case_create,
        "queue.counts": web.queue_counts,
        "queue.flat": web.queue_flat,
        "queue.page": web.queue_page,
        "queue.screen": web.queue_page,
        "case.find": web.case_find,
        # A hundred thousand cases are there by now.
        "inbox.page": inbox.inbox_page,
        "assessment.month": month.assessment_month,
        # These start a system of their own; a million cases, just laid down, keep the disk busy for a while.
        "screen.pop": pop.screen_pop,
        "switch.lost": lost.switch_lost,
        "demo.ready": demo.ready,
        **dict.fromkeys(million.NAMES, million.million),
        # Last, for calls that fail end the run.
        "switch.recover": recover.switch_recover,
        **dict.fromkeys(("call.rate", "screen.pop_rate"), rate.call_rate),
    }


@contextmanager
def bench() -> Iterator[Bench]:
    """Have what the measures need."""
    ours = Bench()
    try:
        yield ours
    finally:
        ours.stop()


def measured(
    bench: Bench, wanted: tuple[str, ...] = (), among: Mapping[str, Measure] | None = None
) -> Iterator[Figure]:
    """Measure what is asked for by the beginnings of its names, or all; a figure that is not found is a fault."""
    named = measures() if among is None else among
    asked = (measure for name, measure in named.items() if name.startswith(wanted or ""))
    for measure in dict.fromkeys(asked):
        owed = {name for name, one in named.items() if one is measure}
        found = measure(bench)
        for figure in [found] if isinstance(found, Figure) else found:
            owed.remove(figure.name)
            yield figure
        if owed:
            raise RuntimeError(f"not measured: {', '.join(sorted(owed))}")

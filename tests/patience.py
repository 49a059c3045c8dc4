"""A loop whose time passes only while nobody works: hours of a simulated day in seconds, with a real database.

What threads do takes no time of it, however long it takes; between two moments at which something is due, the house's
clock and the loop's are put forward together.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar, TypeVarTuple, Unpack

from hotline import clock

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
LOOK_S = 0.05
"""How often one looks up while somebody works, should his being ready not be heard."""


class PatientLoop(asyncio.SelectorEventLoop):
    """Run it under `clock.frozen`, which it moves on."""

    def __init__(self) -> None:
        self._selects = _Patient(self)
        self._at = 0.0
        self._working = 0
        super().__init__(self._selects)

    def time(self) -> float:
        """Return the seconds that have passed in here."""
        return self._at

    def pass_time(self, seconds: float) -> None:
        """Put both clocks forward."""
        self._at += seconds
        clock.pass_time(timedelta(seconds=seconds))

    @property
    def busy(self) -> bool:
        """Say whether anybody works."""
        return self._working > 0

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Let time stand for as long as the block runs."""
        self._working += 1
        try:
            yield
        finally:
            self._working -= 1

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Have a thread do it, while time stands."""
        self._working += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._done)
        return future

    def _done(self, _future: object) -> None:
        self._working -= 1


class _Patient(selectors.DefaultSelector):
    def __init__(self, loop: PatientLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        """Wait for those who work; when nobody does, what comes next is due now."""
        if self._loop.busy and timeout != 0:
            return super().select(LOOK_S)
        if not timeout:
            return super().select(timeout)
        found = super().select(0)
        if not found:
            self._loop.pass_time(timeout)
        return found

"""The sample town's past: many lives lived in the order of time, the house reacting as it would have.

A life is a generator: it yields the moment of its next act and then does it. What would come after the present does not
happen, so that whatever is under way when the town opens is alive. Decides when; what happens is left to `lives.py`.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable
from datetime import datetime

from django.db.models import Min

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline
from hotline.journal import reactions

Life = Generator[datetime, None, None]


def play(lives: Iterable[Life], *, until: datetime) -> None:
    """Let every life go on, one act after the other in the order of time, as far as *until*."""
    waiting = [(at, n, life) for n, life in enumerate(lives) if (at := next(life, None))]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, n, life = heapq.heappop(waiting)
        _run_out(until=at)
        with clock.frozen(at):
            then = next(life, None)
            _react()
        if then is not None:
            heapq.heappush(waiting, (max(at, then), n, life))
    _run_out(until=until)


def _run_out(*, until: datetime) -> None:
    """Let each clock that runs out before *until* do so at its own time."""
    running = Deadline.objects.filter(closed_at=None)
    while (at := running.aggregate(at=Min("next_at"))["at"]) is not None and at <= until:
        with clock.frozen(at):
            deadlines.take()
            _react()


def _react() -> None:
    """Do what follows from the last act."""
    while reactions.take():
        pass

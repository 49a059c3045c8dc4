"""What the clock asks of calls."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .recordings import actions as recordings
from .recordings import queries


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="take_recordings", lock="take_recordings", name="calls.take_recordings")
def take_recordings(timestamp: int) -> None:
    """Seal the recordings whose calls are over, those that a crash has left too."""
    recordings.take_finished()


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="tidy_recordings", lock="tidy_recordings", name="calls.tidy_recordings")
def tidy_recordings(timestamp: int) -> None:
    """Put right what somebody who was killed has left among the sealed ones; each hour looks at other parts."""
    recordings.tidy(queries.parts_of(timestamp // 3600))

"""What the clock asks of calls."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .recordings import actions as recordings


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="take_recordings", lock="take_recordings", name="calls.take_recordings")
def take_recordings(timestamp: int) -> None:
    """Seal the recordings whose calls are over, those that a crash has left too."""
    recordings.take_finished()


def tidy_recordings() -> int:
    """Put right what somebody who was killed has left among the sealed ones."""
    return recordings.tidy()

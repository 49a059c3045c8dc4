"""Jobs that leave the house by message."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions

PATIENT = RetryStrategy(max_attempts=10, exponential_wait=2)
"""Soon again at first, then ever later: half an hour of a gateway that is away loses nothing."""


@app.task(queue="outbox", name="outbox.deliver", retry=PATIENT)
def deliver(message: int, request: str = "") -> None:
    """Deliver one message; the worker acts under the click's id that it is given as *request*."""
    actions.deliver(message)

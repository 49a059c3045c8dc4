"""Jobs that leave the house by message."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="outbox", name="outbox.deliver", retry=8)
def deliver(message: int, request: str = "") -> None:
    """Deliver one message; the worker acts under the click's id that it is given as *request*."""
    actions.deliver(message)

"""What leaves the house by message: it is posted with what it tells of, and delivered by a job."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hotline.journal.clicks import request_id

from . import actions, gateway
from .models import Message

PATIENT = RetryStrategy(max_attempts=10, exponential_wait=2)
"""Soon again at first, then ever later: half an hour of a gateway that is away loses nothing."""


@app.task(queue="outbox", name="outbox.deliver", retry=PATIENT)
def deliver(message: int, request: str = "") -> None:
    """Deliver one message; the worker acts under the click's id that it is given as *request*."""
    actions.deliver(message)


def send(*, to: str, telephone: str, text: str, about: str) -> Message:
    """Post a message in the transaction of what it tells of, and have it delivered; where no gateway is, it stays."""
    message = actions.post(to=to, telephone=telephone, text=text, about=about)
    if gateway.chosen() is not None:
        deliver.defer(message=message.pk, request=request_id.get())
    return message

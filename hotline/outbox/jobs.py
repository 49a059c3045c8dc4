"""What leaves the house by message: it is posted with what it tells of, and delivered by a job."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from hotline.journal.clicks import request_id
from hotline.people.models import Person

from . import actions, patience, queries
from .models import Channel, Message, Webhook

QUEUES = {Channel.SMS: "outbox", Channel.MAIL: "letters", Channel.HOOK: "webhooks"}
"""Each way has a queue of its own: a plumber's offer waits for no server of mail that hangs, a letter for no programme."""
TRIES_MOST = 50
"""More than there can be within the longest time: a fault of our own is not tried for ever."""


class Patient(BaseRetryStrategy):
    """Soon again at first, then ever later, and after whatever was tried less: what hangs goes before nothing that is new.

    `actions.deliver` says when a message is given up.
    """

    def get_retry_decision(
        self,
        *,
        exception: BaseException,  # noqa: ARG002  (whatever it was: the message says when it is over)
        job: Job,
    ) -> RetryDecision | None:
        """Return when the next try comes; None when there is none."""
        if job.attempts >= TRIES_MOST:
            return None
        return RetryDecision(
            retry_in={"seconds": patience.wait_s(job.attempts)}, priority=-1 - job.attempts
        )


PATIENT = Patient()


@app.task(queue="outbox", name="outbox.deliver", retry=PATIENT)
def deliver(message: int, request: str = "") -> None:
    """Deliver one message; the worker acts under the click's id that it is given as *request*."""
    actions.deliver(message)


def send(*, to: str, telephone: str, text: str, about: str) -> Message:
    """Post a message in the transaction of what it tells of, and have it delivered; where no gateway is, it stays."""
    return set_out(actions.post(to=to, telephone=telephone, text=text, about=about))


def mail(*, to: str, mailbox: str, subject: str, text: str, about: str) -> Message:
    """Post a letter, likewise; where no mail server is, it stays."""
    return set_out(
        actions.post_mail(to=to, mailbox=mailbox, subject=subject, text=text, about=about)
    )


def tell(
    *, whose: Collection[str], event: str, data: Mapping[str, Any], text: str, about: str
) -> list[Message]:
    """Post to every webhook that is told of what any of these is sent, as "unit:7"; likewise."""
    return [
        set_out(actions.post_event(hook, event=event, data=data, text=text, about=about))
        for hook in queries.told(whose)
    ]


def send_again(message: Message, *, by: Person) -> Message:
    """Have a message delivered that had been given up, or that no way had led out for."""
    with transaction.atomic():
        return set_out(actions.send_again(message, by=by))


def try_out(hook: Webhook, *, by: Person) -> Message:
    """Have a trial delivered to a webhook."""
    with transaction.atomic():
        return set_out(actions.try_out(hook, by=by))


def set_out(message: Message) -> Message:
    """Have a message delivered that is posted, in the same transaction: either both are there or neither."""
    if queries.way_of(message) is not None:
        queue = QUEUES[Channel(message.channel)]
        deliver.configure(queue=queue).defer(message=message.pk, request=request_id.get())
    return message

"""Posting a message and delivering it."""

from __future__ import annotations

from django.db import transaction

from hotline import clock

from . import gateway
from .gateway import NotTaken
from .models import Message


def post(*, to: str, telephone: str, text: str, about: str) -> Message:
    """Put a message into the outbox; call it in the transaction of what it tells of."""
    return Message.objects.create(
        to=to, telephone=telephone, text=text, about=about, posted_at=clock.now()
    )


def deliver(message: int) -> bool:
    """Give a message to the gateway unless it is delivered already; say whether it was given now. Raises `NotTaken`."""
    way, fault = gateway.chosen(), None
    with transaction.atomic():
        held = Message.objects.select_for_update().get(pk=message)
        if way is None or held.sent_at is not None:
            return False
        try:
            sent = way.send(telephone=held.telephone, text=held.text, key=held.key)
        except NotTaken as not_taken:
            sent, fault = False, not_taken  # raised below: that a number was opened stays on record
        if sent:
            held.sent_at = clock.now()
            held.save(update_fields=["sent_at"])
    if fault is not None:
        raise fault
    return sent

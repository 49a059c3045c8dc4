"""Posting a message and delivering it."""

from __future__ import annotations

from django.db import transaction

from hotline import clock

from . import gateway
from .models import Message


def post(*, to: str, telephone: str, text: str, about: str) -> Message:
    """Put a message into the outbox; call it in the transaction of what it tells of."""
    return Message.objects.create(
        to=to, telephone=telephone, text=text, about=about, posted_at=clock.now()
    )


def deliver(message: int) -> bool:
    """Give a message to the gateway unless it is delivered already; say whether it was given now."""
    with transaction.atomic():
        held = Message.objects.select_for_update().get(pk=message)
        if held.sent_at is not None:
            return False
        telephone = gateway.dialled(held.telephone)
        if not telephone:  # whoever it was for was erased meanwhile
            return False
        gateway.chosen().send(telephone=telephone, text=held.text)
        held.sent_at = clock.now()
        held.save(update_fields=["sent_at"])
    return True

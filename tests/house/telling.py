"""A message and a webhook of each kind of case that the addresses are tried with."""

from __future__ import annotations

from typing import Any

from hotline.outbox import actions as outbox
from hotline.outbox.models import Message, Webhook


def message_of(things: Any, which: str) -> Message:
    """Return what somebody was told of a case."""
    about = things.dispatches[which].about
    known = Message.objects.filter(about=about, to=which).first()
    return known or outbox.post(
        to=which, telephone="13900000001", text=f"单子 {which}", about=about
    )


def webhook_of(things: Any, which: str) -> Webhook:
    """Return a programme that is told."""
    known = Webhook.objects.filter(name=which).first()
    admin = things.town.people["admin"]
    return known or outbox.add_hook(name=which, address="https://works.example/", by=admin)

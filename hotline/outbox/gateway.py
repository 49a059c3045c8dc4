"""The ways a message can leave the house: by the gateway that this installation names, or by none.

A gateway is an address that is sent JSON; docs/howto/send-messages.md says what it is told and how it must answer. The
sample town never has one: its messages leave nothing, its outbox is a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import httpx
from django.conf import settings

PATIENCE_S = 10.0


class NotTaken(Exception):
    """A message was not taken, or nobody knows whether it was; its text is for the log."""


class Gateway(Protocol):
    """Takes messages; what it took under a key it sends once."""

    def send(self, *, telephone: str, text: str, key: str) -> bool:
        """Send a text to a telephone; say whether there was one. Raises `NotTaken`."""


@dataclass(frozen=True)
class Http:
    """A gateway that is told by HTTP, and shown a token."""

    address: str
    token: str

    def send(self, *, telephone: str, text: str, key: str) -> bool:
        """Hand the message over; the number of a citizen is opened for it now."""
        number = dialled(telephone)
        if not number:  # whoever it was for was erased meanwhile
            return False
        given = {"id": key, "to": number, "text": text}
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        try:
            with (
                httpx.Client(timeout=PATIENCE_S, trust_env=False) as client,
                client.stream("POST", self.address, json=given, headers=headers) as answer,
            ):
                if not answer.is_success:
                    raise NotTaken(f"the gateway answered {answer.status_code}")
        except httpx.HTTPError as fault:
            raise NotTaken(f"the gateway did not answer: {type(fault).__name__}") from None
        return True


ADDRESS_BOOKS: dict[str, Callable[[int], str]] = {}
"""Who tells what to dial for a message whose telephone is a pointer: "number:17" is row 17 of the callers' numbers."""


def dialled(telephone: str) -> str:
    """Return what to dial: citizens' numbers are opened at the last moment; empty when there is none any more."""
    kind, pointed, key = telephone.partition(":")
    return ADDRESS_BOOKS[kind](int(key)) if pointed else telephone


def chosen() -> Gateway | None:
    """Return the gateway of this installation; None where messages stay in the outbox."""
    ours = settings.CONFIGURATION
    if ours.demo or not ours.gateway_url:
        return None
    return Http(ours.gateway_url, ours.gateway_token())

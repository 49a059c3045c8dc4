"""Short messages: they leave by the gateway that this installation names, or by none.

A gateway is an address that is sent JSON; docs/howto/send-messages.md says what it is told and how it must answer. The
sample town never has one: its messages leave nothing, its outbox is a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from django.conf import settings

from . import patience
from .models import Message
from .ways import NotTaken

__all__ = ["ADDRESS_BOOKS", "Http", "NotTaken", "chosen", "dialled"]


@dataclass(frozen=True)
class Http:
    """A gateway that is told by HTTP, and shown a token."""

    address: str
    token: Callable[[], str]
    """Reads it when a message leaves: a file that cannot be read is a fault of the try."""

    def send(self, message: Message) -> bool:
        """Hand the message over; the number of a citizen is opened for it now."""
        number = dialled(message.telephone)
        if not number:  # whoever it was for was erased meanwhile
            return False
        given = {"id": message.key, "to": number, "text": message.text}
        headers = {"Authorization": f"Bearer {self.token()}", "Idempotency-Key": message.key}
        line = patience.Line()
        try:
            with (
                patience.cut_off(patience.WHOLE_S, lambda: line.held),
                httpx.Client(timeout=patience.ANSWER_S, trust_env=False) as client,
                client.stream(
                    "POST", self.address, json=given, headers=headers,
                    extensions={"trace": line.trace},
                ) as answer,
            ):  # fmt: skip
                if not answer.is_success:
                    raise NotTaken(f"the gateway answered {answer.status_code}")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
            raise NotTaken(f"the gateway did not answer: {type(fault).__name__}") from None
        return True


ADDRESS_BOOKS: dict[str, Callable[[int], str]] = {}
"""Who tells what to dial for a message whose telephone is a pointer: "number:17" is row 17 of the callers' numbers."""


def dialled(telephone: str) -> str:
    """Return what to dial: citizens' numbers are opened at the last moment; empty when there is none any more."""
    kind, pointed, key = telephone.partition(":")
    return ADDRESS_BOOKS[kind](int(key)) if pointed else telephone


def chosen() -> Http | None:
    """Return the gateway of this installation; None where messages stay in the outbox."""
    ours = settings.CONFIGURATION
    if ours.demo or not ours.gateway_url:
        return None
    return Http(ours.gateway_url, ours.gateway_token)

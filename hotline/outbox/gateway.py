"""The ways a message can leave the house. The sample town's leaves nothing: its outbox is a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Gateway(Protocol):
    """Takes a message or raises; what it took it has taken once."""

    def send(self, *, telephone: str, text: str) -> None:
        """Send a text to a telephone."""


class LocalPage:
    """Sends nothing anywhere: who has the outbox page open reads it there."""

    def send(self, *, telephone: str, text: str) -> None:
        """Leave the message where it is."""


ADDRESS_BOOKS: dict[str, Callable[[int], str]] = {}
"""Who tells what to dial for a message whose telephone is a pointer: "number:17" is row 17 of the callers' numbers."""


def dialled(telephone: str) -> str:
    """Return what to dial: citizens' numbers are opened at the last moment; empty when there is none any more."""
    kind, pointed, key = telephone.partition(":")
    return ADDRESS_BOOKS[kind](int(key)) if pointed else telephone


def chosen() -> Gateway:
    """Return the gateway of this installation."""
    return LocalPage()

"""Telephones for the demo and the tests: what a person can do with one, and what was heard in it.

The same on both switches: `sim.SimSwitch` lends its own, `ari.handsets.AriHandsets` plays them on a
real Asterisk. How the sound travels is left to the switch; words are passed along as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class HandsetState(StrEnum):
    """What this telephone is doing."""

    IDLE = "idle"
    DIALLING = "dialling"  # it called the line, which has not answered
    RINGING = "ringing"  # somebody calls it
    TALKING = "talking"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that came out of the telephone: words, a prompt, keys pressed, or the beginning of music."""

    at: datetime
    kind: str  # "words" | "prompt" | "keys" | "music"
    text: str = ""  # the words, the prompt's name, or the keys
    speaker: str = ""  # address of the telephone that spoke the words


class Handset(Protocol):
    """One telephone with one call at a time; what is not possible now does nothing."""

    @property
    def address(self) -> str:
        """Return where it can be rung, such as "seat:28" or "tel:13800005126"."""

    @property
    def state(self) -> HandsetState:
        """Return what it is doing now."""

    @property
    def shows(self) -> str:
        """Return the number in its display: who calls it, or whom it called."""

    @property
    def connection(self) -> str:
        """Return what the switchboard calls the leg of its present or last call; "" when there was none."""

    @property
    def heard(self) -> Sequence[Heard]:
        """Return all it heard in its present or last call."""

    async def ring(self, number: str, *, withheld: bool = False) -> None:
        """Dial *number*; *withheld* without letting its own be seen."""

    async def answer(self) -> None:
        """Pick up."""

    async def refuse(self) -> None:
        """Turn a ringing call away."""

    async def speak(self, text: str) -> None:
        """Say *text* to whoever is in the same room."""

    async def press(self, digits: str) -> None:
        """Press keys."""

    async def hang_up(self) -> None:
        """End the call."""


class Handsets(Protocol):
    """A drawer full of telephones."""

    def handset(self, address: str) -> Handset:
        """Return the telephone at *address*, plugged in from now on."""

    def watch(self, tell: Callable[[Handset], None]) -> None:
        """Call *tell* after each change of any telephone."""

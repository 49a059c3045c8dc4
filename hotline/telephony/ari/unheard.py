"""Calls that gave up while no switchboard was there: the dialplan leaves a note of each, we read and remove it.

Without it nobody would know of them: no event of theirs ever reached anybody. The notes stand in one
global variable of Asterisk, the only thing of the dialplan that ARI reads without a channel; they
live as long as the switch, as the calls do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from hotline.telephony import port
from hotline.telephony.ari.client import AriClient

NOTES = "UNHEARD"
"""The variable: notes with a blank between them, written by `etc`."""


async def told(ari: AriClient) -> tuple[port.Missed, ...]:
    """Return the calls that are noted."""
    return tuple(map(_missed, await _notes(ari)))


async def remove(ari: AriClient, names: Sequence[str]) -> None:
    """Remove the notes of these calls."""
    if names:
        left = [note for note in await _notes(ari) if _missed(note).id not in names]
        said: dict[str, str | int] = {"variable": NOTES, "value": " ".join(left)}
        await ari.ask("POST", "asterisk/variable", said)


async def _notes(ari: AriClient) -> list[str]:
    found = await ari.ask("GET", "asterisk/variable", {"variable": NOTES}, done=frozenset({404}))
    return str(found["value"]).split() if found else []


def _missed(note: str) -> port.Missed:
    """Read a note: the channel, seconds since 1970, what was dialled, who called."""
    name, at, dialled, number = note.split("/", 3)
    return port.Missed(name, datetime.fromtimestamp(int(at), UTC), number, dialled)

"""What the exchange in memory records of a leg: a tone for every word said, so that there is something to hear.

Whoever is at the far end sounds high, whoever speaks to it low. Nothing is written before the leg is gone: a real
switch writes all along, but nobody may take what is not finished from either.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hotline.telephony import recording
from hotline.telephony.recording import RATE, Side

TONES = {Side.SAID: 440, Side.HEARD: 220}
"""Hertz: so low that whoever tests can tell them apart from one another, and bear them."""
LOUD = 9000
WORD_S = 0.24
PAUSE_S = 0.06
LONGEST_S = 3600
"""Longer than this nothing is recorded: it is a made-up call."""


@dataclass
class Tape:
    """The recording of one leg; times in seconds since it was picked up."""

    name: str
    _words: dict[Side, list[tuple[float, int]]] = field(
        default_factory=lambda: {side: [] for side in Side}
    )

    def note(self, side: Side, at_s: float, words: str) -> None:
        """Have something said by one side at a moment: a tone for each sign of it."""
        self._words[side].append((at_s, len(words)))

    def write(self, folder: Path, length_s: float) -> None:
        """Write both sides, equally long, into the folder."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        ends = [start + int(WORD_S * RATE) for side in Side for start in self._starts(side)]
        length = min(max(int(length_s * RATE), *ends, 0), LONGEST_S * RATE)
        for side in Side:
            recording.write(recording.file(folder, self.name, side), self._side(side, length))

    def _side(self, side: Side, length: int) -> array[int]:
        sound = array("h", bytes(2 * length))
        word = _word(TONES[side])
        for start in self._starts(side):
            end = min(start + len(word), length)
            if start < end:
                sound[start:end] = word[: end - start]
        return sound

    def _starts(self, side: Side) -> Iterator[int]:
        """Yield where each tone begins: what is said before the last is over comes after it."""
        free_s = 0.0
        for at_s, words in self._words[side]:
            free_s = max(free_s, at_s)
            for _word in range(words):
                yield int(free_s * RATE)
                free_s += WORD_S + PAUSE_S


@cache
def _word(hertz: int) -> array[int]:
    """Return the sound of one sign: a tone that swells and fades."""
    length = int(WORD_S * RATE)
    return array(
        "h",
        (
            round(LOUD * math.sin(math.pi * n / length) * math.sin(2 * math.pi * hertz * n / RATE))
            for n in range(length)
        ),
    )

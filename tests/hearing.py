"""What a telephone hears at this moment, while its call goes on: which tones, and which of the line's words.

Sounds are those that `phones` keeps: 16 bits, one voice, still growing.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from pathlib import Path

from hotline.telephony.prompts import FOLDER
from tests.phones import BLOCK, RATE, share

AUDIBLE = 100
"""Loudness of a voice; the browser takes a steady tone for noise and makes it softer, but not that soft."""
ALIKE = 0.9
"""How much alike what is heard and a prompt are when it was that prompt; another comes to 0.8 at most."""
_HEADER = 44
_STEP = RATE // 50
_CUT = 10
"""How many steps of a sound may be missing at its end: who is let go after the last word does not keep all of it."""


def tone(path: Path, hz: int, *, seconds: float = 1.0) -> float:
    """Return how loud one tone is in the last of a sound (root mean square of 16 bits)."""
    samples = _samples(path)[-int(seconds * RATE) :]
    blocks = [samples[at : at + BLOCK] for at in range(0, len(samples) - BLOCK + 1, BLOCK)]
    energy = sum(share(block, hz) * sum(one * one for one in block) for block in blocks)
    return math.sqrt(energy / (len(blocks) * BLOCK)) if blocks else 0.0


def words(path: Path, *prompts: str, begin_s: float = 0.0) -> float:
    """Return how much like these prompts, said one after the other, any part of a sound is: 1 is the same.

    What is compared is how loud they are over time, fifty times a second; *begin_s* says from where on it may begin.
    """
    said = [loud for name in prompts for loud in _course(_samples(FOLDER / f"{name}.wav"))]
    heard = _course(_samples(path)[int(begin_s * RATE) :]) + [0.0] * _CUT
    width = len(said)
    parts = (heard[at : at + width] for at in range(len(heard) - width + 1))
    return max((_correlation(said, part) for part in parts), default=0.0)


def length_s(path: Path) -> float:
    """Return how long a sound is by now."""
    return len(_samples(path)) / RATE


def _samples(path: Path) -> Sequence[int]:
    """Return a sound; the header of one that grows does not say yet what it is."""
    raw = path.read_bytes()[_HEADER:]
    return struct.unpack(f"<{len(raw) // 2}h", raw[: len(raw) // 2 * 2])


def _course(samples: Sequence[int]) -> list[float]:
    """Return how loud a sound is over time."""
    parts = (samples[at : at + _STEP] for at in range(0, len(samples) - _STEP + 1, _STEP))
    return [math.sqrt(sum(one * one for one in part) / _STEP) for part in parts]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    mean, others = sum(one) / len(one), sum(other) / len(other)
    product = sum((a - mean) * (b - others) for a, b in zip(one, other, strict=True))
    size = sum((a - mean) ** 2 for a in one) * sum((b - others) ** 2 for b in other)
    return product / math.sqrt(size) if size else 0.0

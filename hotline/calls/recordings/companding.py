"""G.711 A-law: how a recording lies in the store, half as large. Pure.

A telephone line carries this code anyway, so of what came over one nothing is lost. Eight bits hold a sign, one of
eight segments and sixteen steps within it: a loud sample is rounded more than a soft one, by a 32nd of itself at most.
Source: ITU-T recommendation G.711, A-law, with every second bit inverted.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from functools import cache

MOST = 32256
"""The loudest level that the code knows; louder ones become it."""


def encode(samples: array[int]) -> bytes:
    """Return the code of each sample of 16 bits."""
    return bytes(map(_codes().__getitem__, samples))


def decode(code: bytes) -> array[int]:
    """Return the sample of 16 bits that each code stands for."""
    return array("h", map(_levels().__getitem__, code))


def halves(code: bytes) -> tuple[bytes, bytes]:
    """Return the lower and the higher bytes of the samples that codes stand for."""
    low, high = _tables()
    return code.translate(low), code.translate(high)


def _level(code: int) -> int:
    plain = code ^ 0x55
    step, segment = plain & 0x0F, (plain & 0x70) >> 4
    loud = (step << 4) + 8 if segment == 0 else ((step << 4) + 0x108) << (segment - 1)
    return loud if plain & 0x80 else -loud


@cache
def _levels() -> tuple[int, ...]:
    return tuple(_level(code) for code in range(256))


@cache
def _codes() -> list[int]:
    """Return the nearest code of each sample; negative samples are found from the end, as Python's lists are."""
    known = sorted((level, code) for code, level in enumerate(_levels()))
    levels = [level for level, _code in known]

    def nearest(sample: int) -> int:
        at = bisect_left(levels, sample)
        around = known[max(0, at - 1) : at + 1]
        return min(around, key=lambda one: abs(one[0] - sample))[1]

    return [nearest(n) for n in range(32768)] + [nearest(n - 32768) for n in range(32768)]


@cache
def _tables() -> tuple[bytes, bytes]:
    samples = array("h", _levels())
    if sys.byteorder == "big":
        samples.byteswap()
    content = samples.tobytes()
    return content[0::2], content[1::2]

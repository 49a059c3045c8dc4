"""Both sides of a recording as one sound: who is at the far end left, the operator right; any part of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.telephony.recording import BYTES, RATE, head

from . import companding

FRAME = 2 * BYTES
PIECE = 16 * 1024
"""How many moments are made at a time."""


@dataclass(frozen=True)
class Stereo:
    """A WAV file that is made while it is read, of two sides in A-law; the shorter side is silent at its end."""

    left: bytes
    right: bytes

    @property
    def moments(self) -> int:
        """Return of how many samples each side is."""
        return max(len(self.left), len(self.right))

    @property
    def seconds(self) -> float:
        """Return how long it takes."""
        return self.moments / RATE

    @property
    def size(self) -> int:
        """Return how many bytes the file has."""
        return len(self._head) + FRAME * self.moments

    def part(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from *start* up to, but without, *end*, in pieces."""
        begins = len(self._head)
        if start < begins:
            yield self._head[start:end]
        first, last = max(0, start - begins), min(end, self.size) - begins
        for at in range(first // FRAME, self.moments, PIECE):
            if at * FRAME >= last:
                return
            piece = self._frames(at, at + PIECE)
            yield piece[max(0, first - at * FRAME) : last - at * FRAME]

    @property
    def _head(self) -> bytes:
        return head(self.moments, channels=2)

    def _frames(self, first: int, end: int) -> bytes:
        end = min(end, self.moments)
        made = bytearray(FRAME * (end - first))
        for side, code in enumerate((self.left, self.right)):
            for byte, half in enumerate(companding.halves(code[first:end])):
                made[side * BYTES + byte : len(half) * FRAME : FRAME] = half
        return bytes(made)

"""How a switch writes a recording down: one file for each side, under which names, and reading it back. Pure, but for the disk.

Both sides are WAV, 16 bits, 8,000 samples a second, one channel, and begin in the same moment. A switch that is killed
leaves a file whose head does not know how long it is; what lies behind the head counts then. Where the folder is, who
reads it and when a recording is over is left to others.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

RATE = 8000
"""Samples a second."""
BYTES = 2
"""Of a sample."""
_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI")


class Side(StrEnum):
    """Which side of a leg: what came from the telephone at its far end, or what that heard."""

    SAID = "said"
    HEARD = "heard"


class NotSound(Exception):
    """The file is no recording as a switch of ours writes it."""


def file(folder: Path, name: str, side: Side) -> Path:
    """Return where a side of the recording *name* lies."""
    return folder / f"{name}-{side}.wav"


def files(folder: Path, name: str) -> Iterator[tuple[Side, Path]]:
    """Yield the sides of a recording that lie there, each with its file."""
    for side in Side:
        if (path := file(folder, name, side)).is_file():
            yield side, path


def names(folder: Path) -> set[str]:
    """Return the names of the recordings that lie in a folder, finished or not."""
    ends = tuple(f"-{side}" for side in Side)
    stems = (path.stem for path in folder.glob("*.wav"))
    return {stem.rpartition("-")[0] for stem in stems if stem.endswith(ends)}


def write(path: Path, samples: array[int]) -> None:
    """Write samples, 16 bits each, as a switch does; nobody but the owner can read them."""
    path.touch(0o600)
    path.write_bytes(head(len(samples)) + _little(samples).tobytes())


def read(path: Path) -> array[int]:
    """Return the samples of one side, as far as they were written; raise `NotSound` when the file is none."""
    return samples_of(path.read_bytes())


def samples_of(content: bytes) -> array[int]:
    """Return the samples that a file holds: as many as its head says, or as lie there when the head does not know."""
    if len(content) < _HEAD.size:
        raise NotSound("too short to have a head")
    riff, _size, wave, fmt, _long, coded, channels, rate, _bytes, _frame, bits, data, said = (
        _HEAD.unpack_from(content)
    )
    if (riff, wave, fmt, data) != (b"RIFF", b"WAVE", b"fmt ", b"data"):
        raise NotSound("no head of a recording")
    if (coded, channels, rate, bits) != (1, 1, RATE, 8 * BYTES):
        raise NotSound(f"not one channel of {RATE} samples a second")
    there = len(content) - _HEAD.size
    size = min(said or there, there)
    return _little(array("h", content[_HEAD.size : _HEAD.size + size - size % BYTES]))


def head(samples: int, *, channels: int = 1) -> bytes:
    """Return the head of a WAV file of so many samples in each channel."""
    frame = BYTES * channels
    size = samples * frame
    return _HEAD.pack(
        b"RIFF", size + 36, b"WAVE", b"fmt ", 16, 1, channels, RATE, RATE * frame, frame, 8 * BYTES,
        b"data", size,
    )  # fmt: skip


def _little(samples: array[int]) -> array[int]:
    """Turn samples between this machine's order of bytes and that of the file."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples

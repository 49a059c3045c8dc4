"""The ring: the keys of one purpose, each with its number, in one file that all processes read.

A file of exactly 32 bytes is key 1, as the first installations made it; later ones are text, a line for each key. The
file is only ever replaced whole, and looked at before each use: a new key is known everywhere at once, without a
restart. At most two keys are on the ring; what is done with them is left to `sealing` and to the re-sealing. Keys of staff,
of second factors and of sessions, lie in rings of their own.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SIZE = 32
MOST = 255
"""A seal names its key in one byte."""
_HEAD = "hotline keys: number, 32 bytes; the last one seals"


class RingUnreadable(Exception):
    """The file is there, and holds no keys that this house can read."""


class RingFull(Exception):
    """Two keys are on the ring already, or all numbers are used up."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of one moment, by number, the oldest first; the last one seals."""

    keys: tuple[tuple[int, bytes], ...]

    def __repr__(self) -> str:
        """Keep the keys out of logs and error pages."""
        return f"<Ring {self.numbers}>"

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the keys."""
        return tuple(number for number, _key in self.keys)

    @property
    def newest(self) -> int:
        """Return the number of the key that seals."""
        return self.keys[-1][0]

    def key(self, number: int) -> bytes | None:
        """Return a key by its number; None when it is not here."""
        return next((key for one, key in self.keys if one == number), None)

    def with_new(self) -> Ring:
        """Return the ring with one key more, which seals from now on."""
        if len(self.keys) > 1 or self.newest == MOST:
            raise RingFull
        return Ring((*self.keys, (self.newest + 1, secrets.token_bytes(SIZE))))

    def without_old(self) -> Ring:
        """Return the ring with its newest key alone."""
        return Ring(self.keys[-1:])


def parse(content: bytes) -> Ring:
    """Read the content of a key file, of either kind."""
    if len(content) == SIZE:
        return Ring(((1, content),))
    try:
        lines = content.decode("ascii").splitlines()[1:]
        pairs = [line.split() for line in lines if line]
        keys = tuple((int(number), bytes.fromhex(text)) for number, text in pairs)
    except ValueError:
        raise RingUnreadable from None
    rising = [number for number, _key in keys] == sorted({number for number, _key in keys})
    if not 1 <= len(keys) <= 2 or not rising or any(len(key) != SIZE for _number, key in keys):
        raise RingUnreadable
    return Ring(keys)


def write(file: Path, ring: Ring) -> None:
    """Replace the file by one with these keys, whole or not at all, on the disk when this returns."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    lines = [_HEAD, *(f"{number} {key.hex()}" for number, key in ring.keys), ""]
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("\n".join(lines))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    settle(file.parent)


def settle(folder: Path) -> None:
    """Return when what was renamed or deleted in a folder is so on the disk, too."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class KeyFile:
    """A key file as one process sees it: read again whenever it was replaced."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._ring: Ring | None = None

    def ring(self) -> Ring:
        """Return the keys of this moment; while the file cannot be read, those that were last seen."""
        try:
            found = self.file.stat()
            mark = (found.st_ino, found.st_mtime_ns, found.st_size)
            if mark != self._seen:
                self._ring, self._seen = parse(self.file.read_bytes()), mark
        except (OSError, RingUnreadable):
            if self._ring is None:
                raise
        assert self._ring is not None
        return self._ring

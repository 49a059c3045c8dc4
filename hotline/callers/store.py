"""Where files of citizens lie, photos and voices: sealed, in folders no web server looks into, under names that tell nothing.

A file is on the disk, whole, before the row that names it is written; one that no row names is swept away. The
other way round there would be rows without a file. Sealed anew with another key it is written aside and put in its
own place: whoever reads meanwhile reads the one or the other, both whole. What lies in which folder is left to the
packages that have one.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import ring, sealing

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Store:
    """One folder of sealed files; *kind* says what they are, so that none opens as another."""

    kind: str
    folder: Callable[[], Path]

    def put(self, data: bytes, name: str = "") -> str:
        """Write a file, sealed, and return its name when it lies safely on the disk.

        The name is made at random where none is given; a file that has it already is replaced.
        """
        name = name or secrets.token_hex(16)
        file = self._place(name)
        _make_folder(file.parent)
        draft = file.with_name(f"{name}.{secrets.token_hex(4)}.draft")
        try:
            _write(draft, sealing.seal_bytes(data, self._about(name)))
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        ring.settle(file.parent)
        return name

    def get(self, name: str) -> bytes:
        """Return what a file holds; FileNotFoundError when it is gone, `SealBroken` when it is not what was written."""
        return sealing.open_bytes(self._place(name).read_bytes(), self._about(name))

    def throw_away(self, *names: str) -> None:
        """Take files off the disk, for good when this returns; those already gone are gone."""
        for file in (self._place(name) for name in names if name):
            if file.exists():
                with _alone_in(file.parent):
                    file.unlink(missing_ok=True)

    def needing(self, newest: int) -> Iterator[str]:
        """Yield the names of files that another key than the newest opens."""
        for file in self.folder().glob("??/*"):
            if _NAME.fullmatch(file.name) and _first_byte(file) not in (None, bytes([newest])):
                yield file.name

    def seal_again(self, name: str) -> None:
        """Seal a file with the newest key; raise `SealBroken` when it does not open. One that is gone stays gone."""
        file = self._place(name)
        draft = file.with_name(f"{name}.{secrets.token_hex(4)}.draft")
        try:
            content = self.get(name)
            _write(draft, sealing.seal_bytes(content, self._about(name)))
            with _alone_in(file.parent):
                if file.exists():  # nobody has thrown it away meanwhile
                    draft.replace(file)
        except FileNotFoundError:
            return
        finally:
            draft.unlink(missing_ok=True)

    def older_than(self, age_s: float, *, within: Iterable[str] = ("??",)) -> Iterator[str]:
        """Yield the names of files, and throw away half-written ones, that were begun so long ago.

        *within* limits the search to names that begin so: a store of millions is looked through part by part.
        """
        for file in (file for part in within for file in self.folder().glob(f"{part}/*")):
            try:
                if time.time() - file.stat().st_mtime < age_s:
                    continue
            except FileNotFoundError:
                continue
            if _NAME.fullmatch(file.name):
                yield file.name
            elif file.suffix == ".draft":
                file.unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self.folder() / name[:2] / name

    def _about(self, name: str) -> str:
        return f"{self.kind}:{name}"


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ring.settle(folder.parent)


def _write(draft: Path, sealed: bytes) -> None:
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())


def _first_byte(file: Path) -> bytes | None:
    """Return what names a file's key; None when the file is gone."""
    try:
        with file.open("rb") as sealed:
            return sealed.read(1)
    except FileNotFoundError:
        return None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Replace or throw away in a folder, one process at a time: what is thrown away must not come back. Then it lasts."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
        os.fsync(held)
    finally:
        os.close(held)

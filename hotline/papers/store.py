"""Where the files of papers lie: under names made at random, sealed, in a folder no web server looks into.

A file is on the disk, whole, before the row that names it is written; one that no row names is swept away. The
other way round there would be rows without a file.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from hotline.callers import sealing

_NAME = re.compile(r"[0-9a-f]{32}")


def put(data: bytes) -> str:
    """Write a file, sealed, and return its name when it lies safely on the disk."""
    name = secrets.token_hex(16)
    file = _place(name)
    _make_folder(file.parent)
    draft = file.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(sealing.seal_bytes(data, _about(name)))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    _settle(file.parent)
    return name


def get(name: str) -> bytes:
    """Return what a file holds; FileNotFoundError when it is gone, `SealBroken` when it is not what was written."""
    return sealing.open_bytes(_place(name).read_bytes(), _about(name))


def throw_away(*names: str) -> None:
    """Take files off the disk; those already gone are gone."""
    for name in names:
        if name:
            _place(name).unlink(missing_ok=True)


def older_than(age_s: float) -> Iterator[str]:
    """Yield the names of files, and throw away half-written ones, that were begun so long ago."""
    for file in _root().glob("??/*"):
        try:
            if time.time() - file.stat().st_mtime < age_s:
                continue
        except FileNotFoundError:
            continue
        if _NAME.fullmatch(file.name):
            yield file.name
        elif file.suffix == ".draft":
            file.unlink(missing_ok=True)


def _place(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return _root() / name[:2] / name


def _root() -> Path:
    return Path(settings.CONFIGURATION.papers)


def _about(name: str) -> str:
    return f"paper_file:{name}"


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _settle(folder.parent)


def _settle(folder: Path) -> None:
    """Make what was written into a folder last: a name is a thing of its own on the disk."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)

"""The list of those who were forgotten, kept beside the callers' keys: for the day a database is restored from a backup.

A line holds a row's key and the moment it was first written, no more: a restored database may have given the key to somebody
else since. The list is only added to, and is on the disk before the erasing is committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from hotline.callers import ring
from hotline.callers.models import Caller

from . import LIST


def file() -> Path:
    """Name the list."""
    keys: Path = settings.CALLERS_KEY_FILE
    return keys.with_name(LIST)


def note(caller: Caller) -> None:
    """Add somebody to the list."""
    line = f"{caller.pk} {caller.first_seen_at.astimezone(UTC).isoformat()}\n"
    with os.fdopen(os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())
    ring.settle(file().parent)


def everybody() -> Iterator[tuple[int, datetime]]:
    """Yield the key and the first moment of each on the list; a line that was cut short is passed over."""
    if not file().exists():
        return
    for line in file().read_text().splitlines():
        pk, _space, moment = line.partition(" ")
        try:
            yield int(pk), datetime.fromisoformat(moment)
        except ValueError:
            continue

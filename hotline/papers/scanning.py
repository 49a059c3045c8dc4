"""Asking a virus scanner, if this installation has one: HOTLINE_SCAN_COMMAND is fed the file as it came.

It answers as ClamAV's programmes do: 0 is clean, 1 is infected, anything else could not tell. What could not be
scanned is not taken; that is noted in a file beside the heartbeats, so that every part knows and somebody is told.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from django.conf import settings

from . import apart

SCAN_S = 30.0


class Found(Enum):
    """What the scanner says."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNTOLD = "untold"


def scan(data: bytes) -> Found:
    """Ask the scanner about a file; without a scanner every file is clean."""
    command = settings.CONFIGURATION.scan_command
    if not command:
        return Found.CLEAN
    found = _ask(command, data)
    if found is Found.UNTOLD:
        _note().parent.mkdir(parents=True, exist_ok=True)
        _note().touch()
    else:
        _note().unlink(missing_ok=True)
    return found


def answers() -> bool:
    """Say whether uploads can be scanned, as far as one knows without a file: the programme is there, and told the last time."""
    command = settings.CONFIGURATION.scan_command
    return not command or (shutil.which(command[0]) is not None and not _note().exists())


def _ask(command: Sequence[str], data: bytes) -> Found:
    try:
        ended = apart.run(command, data, within_s=SCAN_S)
    except (OSError, apart.TookTooLong):
        return Found.UNTOLD
    return {0: Found.CLEAN, 1: Found.INFECTED}.get(ended.code, Found.UNTOLD)


def _note() -> Path:
    folder: Path = settings.CONFIGURATION.run_folder
    return folder / "scanner.untold"

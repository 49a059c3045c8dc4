"""Asking a virus scanner, if this installation has one: HOTLINE_SCAN_COMMAND is fed the file as it came.

It answers as ClamAV's programmes do: 0 is clean, 1 is infected, anything else could not tell. What could not be
scanned is not taken.
"""

from __future__ import annotations

from enum import Enum

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
    try:
        ended = apart.run(command, data, within_s=SCAN_S)
    except (OSError, apart.TookTooLong):
        return Found.UNTOLD
    return {0: Found.CLEAN, 1: Found.INFECTED}.get(ended.code, Found.UNTOLD)

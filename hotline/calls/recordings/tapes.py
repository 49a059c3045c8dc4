"""What the switch has written and nobody has sealed yet: which recordings lie there, which are over, and taking them away.

A recording lies open only as long as its call goes on, and the few seconds until it is taken.
"""

from __future__ import annotations

import time
from array import array
from pathlib import Path

from django.conf import settings

from hotline.callers import ring
from hotline.calls.models import Speaker
from hotline.telephony import port, recording

SETTLED_S = 5.0
"""A file that was not written to for so long is closed: a switch writes fifty times a second."""
LEFT_S = 600.0
"""One that nobody has sealed after so long lies open: the worker does not come to it, or cannot."""
STRAY_S = 24 * 3600.0
"""One that no call has after so long will never have one."""
SPEAKERS = {recording.Side.SAID: Speaker.FAR, recording.Side.HEARD: Speaker.OPERATOR}
"""Whose voice a side of the far end's leg holds."""


def settled() -> dict[str, float]:
    """Return the recordings that nobody writes any more, and for how many seconds; the oldest first."""
    found: dict[str, float] = {}
    for name in recording.names(_folder()):
        if (age_s := _age_s(name)) is not None and age_s >= SETTLED_S:
            found[name] = age_s
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def left_open() -> int:
    """Return how many recordings ought to have been sealed, and can be heard by whoever reads the disk."""
    return sum(age_s > LEFT_S for age_s in settled().values())


def read(name: str) -> dict[Speaker, array[int]]:
    """Return the sides of a recording that lie there; raise `NotSound` when one is none."""
    found = {}
    for side, path in recording.files(_folder(), port.checked(name)):
        try:
            found[SPEAKERS[side]] = recording.read(path)
        except FileNotFoundError:
            continue  # somebody else has sealed it meanwhile
    return found


def lies_there(name: str) -> bool:
    """Say whether any side of a recording lies there."""
    return bool(name) and any(recording.files(_folder(), port.checked(name)))


def throw_away(name: str) -> None:
    """Take a recording off the disk, for good when this returns; what is gone is gone."""
    if not name or not _folder().is_dir():
        return
    for _side, path in recording.files(_folder(), port.checked(name)):
        path.unlink(missing_ok=True)
    (_folder() / f"{name}.wav").unlink(missing_ok=True)  # both sides mixed, as it once was written
    ring.settle(_folder())


def _age_s(name: str) -> float | None:
    """Return for how long no side was written to; None when none is there any more."""
    written = []
    for _side, path in recording.files(_folder(), name):
        try:
            written.append(path.stat().st_mtime)
        except FileNotFoundError:
            continue
    return time.time() - max(written) if written else None


def _folder() -> Path:
    return Path(settings.CONFIGURATION.recordings)

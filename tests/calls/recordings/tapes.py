"""Recordings to be taken: calls that are over, and what a switch has written of them."""

from __future__ import annotations

import os
import time
from array import array
from pathlib import Path

from django.conf import settings

from hotline import clock
from hotline.calls.models import Call, Recording, Speaker
from hotline.calls.recordings import companding
from hotline.calls.recordings.store import STORE
from hotline.calls.recordings.tapes import SETTLED_S
from hotline.calls.states import Direction, Status
from hotline.people.models import Person
from hotline.telephony import recording
from hotline.telephony.recording import Side

FAR = array("h", [3000, -3000] * 4000)
OPERATOR = array("h", [0] * 4000 + [9000, -9000] * 2000)


def a_call(operator: Person, name: str, status: Status = Status.ENDED) -> Call:
    now = clock.now()
    return Call.objects.create(
        direction=Direction.IN, status=status, arrived_at=now, answered_at=now, operator=operator,
        ended_at=now if status == Status.ENDED else None, leg=name, recording=name, talk_s=1,
    )  # fmt: skip


def recorded(name: str, *, age_s: float = SETTLED_S + 1) -> None:
    """Let a switch have written both sides of a recording, so long ago."""
    folder = folder_of_the_switch()
    folder.mkdir(exist_ok=True)
    for side, samples in ((Side.SAID, FAR), (Side.HEARD, OPERATOR)):
        file = recording.file(folder, name, side)
        recording.write(file, samples)
        aged(file, age_s)


def aged(file: Path, age_s: float) -> None:
    then = time.time() - age_s
    os.utime(file, (then, then))


def folder_of_the_switch() -> Path:
    return Path(settings.CONFIGURATION.recordings)


def lying_open() -> list[str]:
    return sorted(file.name for file in folder_of_the_switch().glob("*"))


def sealed() -> list[Path]:
    return [file for file in Path(settings.CONFIGURATION.voices).rglob("*") if file.is_file()]


def kept(call: Call) -> dict[str, array[int]]:
    """Return what can be heard of a call, by who speaks."""
    rows = Recording.objects.filter(call=call).exclude(file="")
    return {row.side: companding.decode(STORE.get(row.file)) for row in rows}


def is_whole(call: Call) -> bool:
    """Say whether everything that was recorded can be heard, nearly as it was."""
    found = kept(call)
    told = {Speaker.FAR: FAR, Speaker.OPERATOR: OPERATOR}
    return set(found) == set(told) and all(
        len(found[side]) == len(samples)
        and all(
            abs(a - b) <= max(8, abs(b) / 32) for a, b in zip(found[side], samples, strict=True)
        )
        for side, samples in told.items()
    )

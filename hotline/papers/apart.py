"""Programmes that look into strange bytes, run apart: fed on standard input, ended when they take too long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .reading import Clean, Reason, Unfit

READ_S = 30.0
HOUSE = Path(__file__).resolve().parents[2]
_AT_ONCE = threading.BoundedSemaphore(2)
"""A photo may want much memory while it is read: never many at once in one process."""


class TookTooLong(Exception):
    """The programme did not come to an end in its time, and was ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a programme ended, and what it answered."""

    code: int
    answer: bytes


def read(data: bytes) -> Clean:
    """Read a file in a process of its own; raise `Unfit` for what is not taken."""
    with _AT_ONCE:
        try:
            ended = run(
                [sys.executable, "-m", "hotline.papers.reading"],
                data,
                within_s=READ_S,
                environ={"PYTHONPATH": str(HOUSE)},
            )
        except TookTooLong:
            raise Unfit(Reason.SLOW) from None
    if ended.code or not ended.answer:
        raise Unfit(Reason.SLOW)  # ended by one of its limits
    head, _line, rest = ended.answer.partition(b"\n")
    said = json.loads(head)
    if "unfit" in said:
        raise Unfit(Reason(said["unfit"]))
    end = said["whole"]
    return Clean(said["format"], said["pages"], rest[:end], rest[end:])


def run(
    command: Sequence[str],
    data: bytes,
    *,
    within_s: float,
    environ: Mapping[str, str] | None = None,
) -> Ended:
    """Feed a programme; it and all that it started end with its time. Raises `OSError` when there is none."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environ,
        start_new_session=True,
    )
    try:
        answer, _nothing = process.communicate(data, timeout=within_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise TookTooLong from None
    return Ended(process.returncode, answer)

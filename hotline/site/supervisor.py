"""Keeps the parts running: starts them, starts those that end again, and stops them all.

Decides nothing about what a part does. A part that ends is started again at once the first time,
later and later when it keeps ending; what is left of its process group goes with it.
"""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from hotline.site import heartbeats
from hotline.site.heartbeats import Kept

log = logging.getLogger(__name__)

LOOK_S = 0.2
STOP_S = 10.0
STEADY_S = 60.0  # after which a part that ends counts as new to trouble
LONGEST_PAUSE_S = 30.0
DOUBLINGS = 10  # after which the pause is the longest, however often a part still ends


class Child:
    """One part's process, and its history."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[bytes] | None = None
        self.since = 0.0
        self.restarts = 0
        self.trouble = 0  # how often it ended without having been steady
        self.start_at = 0.0

    @property
    def kept(self) -> Kept:
        """Say what others may know of it."""
        pid = self.process.pid if self.process else 0
        return Kept(pid, self.since, self.restarts, running=self.process is not None)

    def look(self) -> None:
        """Start it if it should run and does not."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._ended(now)
        if self.process is None and now >= self.start_at:
            self.since = now
            # A group of its own: Ctrl-C reaches the supervisor alone, which stops them in order.
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, process_group=0)

    def ask_to_stop(self) -> None:
        """Tell it to finish."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, last_moment: float) -> None:
        """Wait for it until then; what is left after that is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, last_moment - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop and is killed.", self.name)
        self._clear()
        self.process.wait()

    def _ended(self, now: float) -> None:
        assert self.process is not None
        self._clear()
        was_steady = now - self.since > STEADY_S
        self.trouble = 0 if was_steady else min(self.trouble + 1, DOUBLINGS)
        pause_s = min(LONGEST_PAUSE_S, 0.25 * 2**self.trouble)
        self.restarts += 1
        self.start_at = now + pause_s
        how = describe(self.process.returncode)
        log.warning("%s %s; again in %.1f s.", self.name, how, pause_s)
        self.process = None

    def _clear(self) -> None:
        assert self.process is not None
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def supervise(commands: Mapping[str, list[str]], run_folder: Path, stop: threading.Event) -> None:
    """Keep these parts running until `stop`, then stop them all."""
    children = [Child(name, command) for name, command in commands.items()]
    written_at = 0.0
    told: dict[str, Kept] = {}
    try:
        while True:
            for child in children:
                child.look()
            kept = {child.name: child.kept for child in children}
            if kept != told or time.monotonic() - written_at > heartbeats.BEAT_S:
                heartbeats.write_kept(run_folder, kept)
                told, written_at = kept, time.monotonic()
            if stop.wait(LOOK_S):
                return
    finally:
        for child in children:
            child.ask_to_stop()
        last_moment = time.monotonic() + STOP_S
        for child in children:
            child.end(last_moment)
        heartbeats.write_kept(run_folder, {})


def describe(code: int) -> str:
    """Say how a process ended."""
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"

"""Looking: gathers the facts by which `troubles` tells what is wrong. Asks as little as it can, and keeps the answer a while."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from hotline.calls.recordings import tapes
from hotline.papers import scanning

from . import heartbeats, parts, troubles
from .backups import making
from .configuration import Configuration
from .heartbeats import PartState
from .troubles import STUCK_TRIES, Answers, Disk, Facts, Trouble

FRESH_S = 3.0
REMEMBERED_S = 3600.0
"""How long a jump of the clock is told."""

# Each part of it reads a partial index of what is still open.
_ASKED = """SELECT extract(epoch FROM clock_timestamp())::float8,
    (SELECT extract(epoch FROM clock_timestamp() - min(next_at))::float8 FROM deadlines_deadline
        WHERE closed_at IS NULL),
    (SELECT extract(epoch FROM clock_timestamp() - min(next_at))::float8 FROM journal_reaction
        WHERE closed_at IS NULL),
    (SELECT extract(epoch FROM clock_timestamp() - min(greatest(e.at, j.scheduled_at)))::float8
        FROM procrastinate_jobs j
        JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
        WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())),
    (SELECT count(*) FROM journal_reaction WHERE closed_at IS NULL AND tries > %(tries)s)
    + (SELECT count(*) FROM deadlines_deadline WHERE closed_at IS NULL AND tries > %(tries)s),
    (SELECT count(*) FROM outbox_message WHERE sent_at IS NULL AND text <> '' AND channel = 'sms'
        AND given_up_at IS NULL
        AND posted_at BETWEEN now() - interval '1 hour' AND now() - interval '2 minutes'),
    (SELECT count(*) FROM outbox_message WHERE sent_at IS NULL AND channel <> 'sms'
        AND given_up_at IS NULL AND tries > 0
        AND posted_at BETWEEN now() - interval '1 day' AND now() - interval '1 hour'),
    (SELECT count(*) FROM outbox_message WHERE given_up_at IS NOT NULL AND seen_to_at IS NULL
        AND sent_at IS NULL)"""


@dataclass
class Clocks:
    """Notices when somebody sets the machine's clock: the one that nobody can set goes on evenly."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME)
    _apart: float | None = None
    _jump_s: float = 0.0
    _jumped_at: float = field(default=float("-inf"))

    def jump_s(self) -> float:
        """Return how far the clock was set lately; 0 when it was not."""
        now = self.steady()
        apart = self.wall() - now
        if self._apart is not None and abs(apart - self._apart) > troubles.JUMP_S:
            self._jump_s, self._jumped_at = apart - self._apart, now
        self._apart = apart
        return self._jump_s if now - self._jumped_at < REMEMBERED_S else 0.0


@dataclass
class Watch:
    """One process's look-out; what it reads the machine by can be replaced."""

    clocks: Clocks = field(default_factory=Clocks)
    statvfs: Callable[[Path], os.statvfs_result] = os.statvfs
    _facts: Facts | None = None
    _at: float = float("-inf")

    def facts(self) -> Facts:
        """Return the facts as they are, or were a moment ago; the switch as it is, because a desk must know at once."""
        if self._facts is None or time.monotonic() - self._at > FRESH_S:
            self._facts, self._at = self.look(settings.CONFIGURATION), time.monotonic()
        return replace(self._facts, switch=heartbeats.switch(settings.CONFIGURATION.run_folder))

    def forget(self) -> None:
        """Look anew at the next question."""
        self._facts = None

    def look(self, configuration: Configuration) -> Facts:
        """Gather every fact now."""
        made_at = making.last(configuration)
        return Facts(
            disks=self._disks(configuration),
            parts=states(configuration),
            jump_s=self.clocks.jump_s(),
            database=ask(),
            backup_age=_age(made_at) if made_at else None,
            needs_backup=not configuration.demo,
            has_gateway=bool(configuration.gateway_url) and not configuration.demo,
            needs_gateway=not configuration.demo,
            scans=scanning.answers(),
            left_open=tapes.left_open(),
        )

    def _disks(self, configuration: Configuration) -> tuple[Disk, ...]:
        named = {
            "data": configuration.data,
            "recordings": configuration.recordings,
            "voices": configuration.voices,
            "papers": configuration.papers,
        }
        found: dict[int, Disk] = {}
        for name, path in named.items():
            with suppress(OSError):
                told = self.statvfs(path)
                size = told.f_frsize
                # One disk is told once, by the first that lies on it.
                found.setdefault(
                    told.f_fsid, Disk(name, told.f_blocks * size, told.f_bavail * size)
                )
        return tuple(found.values())


watch = Watch()


def now() -> list[Trouble]:
    """Return what is wrong at this moment, or was a few seconds ago."""
    return troubles.found(watch.facts())


def states(configuration: Configuration) -> dict[str, PartState]:
    """Tell how every part is that should run; without our own supervisor, by their heartbeats alone."""
    folder = configuration.run_folder
    if (folder / heartbeats.KEPT).exists():
        return heartbeats.states(folder)
    return heartbeats.states_of(folder, parts.names(configuration))


def ask() -> Answers | None:
    """Ask the database how it is; None when it does not answer."""
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, {"tries": STUCK_TRIES})
            theirs, deadline, reaction, job, stuck, *messages = cursor.fetchone()
    except Error:
        connection.close()
        return None
    late = {"deadline": deadline or 0.0, "reaction": reaction or 0.0, "job": job or 0.0}
    return Answers(time.perf_counter() - began, theirs - time.time(), late, stuck, *messages)


def _age(at: datetime) -> timedelta:
    return datetime.now(UTC) - at

"""The worker's own loop: does what follows from entries and what clocks ask, as soon as it is due."""

from __future__ import annotations

import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import Error, connection

from hotline.cases import drafts
from hotline.deadlines import actions as deadlines
from hotline.journal import reactions
from hotline.journal.news import WORK
from hotline.life import once, undoing
from hotline.people import jobs as people

from . import database

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""How late a clock may be acted on while nobody wakes the worker."""
TIDY_S = 3600.0


def run(stop: threading.Event) -> None:
    """Work until *stop*; a lost database is waited for."""
    tidied = time.monotonic()
    while not stop.is_set():
        try:
            with psycopg.connect(
                database.runtime_conninfo(settings.CONFIGURATION), autocommit=True
            ) as ear:
                ear.execute(f"LISTEN {WORK}")
                while not stop.is_set():
                    sweep()
                    if time.monotonic() - tidied > TIDY_S:
                        tidy()
                        tidied = time.monotonic()
                    for _notice in ear.notifies(timeout=LOOK_S, stop_after=1):
                        pass
        except (psycopg.Error, Error) as fault:
            log.warning("the database is away: %s", fault)
            connection.close()
            stop.wait(LOOK_S)


def tidy() -> None:
    """Throw away what nobody can still need."""
    once.forget_old()
    undoing.forget_old()
    drafts.forget_old()
    people.forget_old()


def sweep() -> int:
    """Do everything that is due now, what follows from that included; return how much it was."""
    done = 0
    while taken := reactions.take() + deadlines.take():
        done += taken
    return done

"""The worker's own loop: does what follows from entries and what clocks ask, as soon as it is due."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error, connection
from procrastinate import JobContext
from procrastinate.worker import Worker

from hotline.cases import drafts
from hotline.deadlines import actions as deadlines
from hotline.exchanges import actions as exchanges
from hotline.journal import clicks, reactions, seals
from hotline.journal.news import WORK
from hotline.life import once, undoing
from hotline.papers import jobs as papers
from hotline.people import jobs as people
from hotline.people.queries import the_clock
from hotline.privacy import jobs as privacy
from hotline.scans import jobs as scans

from . import database

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""How late a clock may be acted on while nobody wakes the worker."""
BATCH = 100
TIDY_S = 3600.0
SEAL_S = 60.0
"""How often it is asked whether this hour has its seal."""


def run(stop: threading.Event) -> None:
    """Work until *stop*; a lost database is waited for."""
    tidied = time.monotonic()
    sealed = tidied - SEAL_S
    while not stop.is_set():
        try:
            with psycopg.connect(
                database.runtime_conninfo(settings.CONFIGURATION), autocommit=True
            ) as ear:
                ear.execute(f"LISTEN {WORK}")
                while not stop.is_set():
                    while sweep() >= BATCH:
                        pass
                    if time.monotonic() - sealed > SEAL_S:
                        seals.hourly(by=the_clock())
                        sealed = time.monotonic()
                    if time.monotonic() - tidied > TIDY_S:
                        tidy()
                        tidied = time.monotonic()
                    for _notice in ear.notifies(timeout=LOOK_S, stop_after=1):
                        pass
        except (psycopg.Error, Error) as fault:
            log.warning("the database is away: %s", fault)
            connection.close()
            stop.wait(LOOK_S)


async def under_its_click(
    go_on: Callable[[], Awaitable[Any]], context: JobContext, _worker: Worker
) -> Any:
    """Do a job under the id of the click that it follows from, and write its line."""
    job = context.job
    with clicks.of(str(job.task_kwargs.get("request", ""))):
        answer = await go_on()
        log.info("a job is done", extra={"task": job.task_name, "job": job.id})
        return answer


def tidy() -> None:
    """Throw away what nobody can still need."""
    once.forget_old()
    undoing.forget_old()
    drafts.forget_old()
    people.forget_old()
    papers.sweep_orphans()
    exchanges.forget_old()
    try:
        scans.forget_old()
        privacy.forget_old()
    except OSError:  # a file that cannot be deleted: tried again in an hour
        log.exception("not all could be forgotten that should be")


def sweep() -> int:
    """Do a batch of what is due; return how much it was. What follows from it wakes the worker anew."""
    return reactions.take(most=BATCH) + deadlines.take(most=BATCH)

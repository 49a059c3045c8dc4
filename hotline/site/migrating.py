"""Bringing a database up to date: role and extensions, tables, rights, and the rows the house cannot do without.

The parts of the version before work on meanwhile. A change of a table waits for its lock half a second at most, because
everybody else waits behind it; then it steps back, lets them pass and tries again.
"""

from __future__ import annotations

import gc
import logging
import time
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg import sql

from hotline.people import actions as people
from hotline.rules import actions as rules

from . import database
from .configuration import Configuration

log = logging.getLogger(__name__)

LOCK_TIMEOUT_MS = 500
TRIES = 30
PAUSE_S = 1.0

# What a change without a lock leaves behind when it was interrupted: an index that nobody may use.
_BROKEN = """SELECT n.nspname, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND n.nspname = 'public'"""


class TablesAreBusy(Exception):
    """A table could not be changed because somebody works in it for long; nothing is half-done."""


def migrate(configuration: Configuration, *, login: bool = False, verbosity: int = 0) -> None:
    """Do everything that a new version asks of the database; harmless when there is nothing to do."""
    with psycopg.connect(database.owner_url(configuration)) as owner:
        database.prepare(
            owner,
            login=login or configuration.embedded,
            user=database.runtime_user(configuration),
        )
    _as(_patient(database.owner_database(configuration)))
    # Each step draws models anew and leaves them in circles: what has long been there is not looked through for each.
    gc.freeze()
    _change_tables(configuration, verbosity)
    gc.unfreeze()
    _as(database.runtime_database(configuration))
    with psycopg.connect(database.owner_url(configuration)) as owner:
        database.grant(owner, append_only=database.APPEND_ONLY)
    rules.lay_down_defaults(by=people.lay_down_house_accounts())


def _change_tables(configuration: Configuration, verbosity: int) -> None:
    """Apply what is not applied; each migration is whole or not there, so that trying again goes on where it stopped."""
    for attempt in range(1, TRIES + 1):
        try:
            call_command("migrate", verbosity=verbosity, interactive=False)
        except OperationalError as fault:
            if not isinstance(fault.__cause__, psycopg.errors.LockNotAvailable):
                raise
            log.warning("a table is busy; try %s of %s", attempt, TRIES)
        else:
            return
        connection.close()
        _drop_broken_indexes(configuration)
        time.sleep(PAUSE_S)
    raise TablesAreBusy(
        f"A table was busy at each of {TRIES} tries: somebody holds a long transaction (see pg_stat_activity). "
        "Nothing is half-done; run `hotline migrate` again when it has ended."
    )


def _drop_broken_indexes(configuration: Configuration) -> None:
    with psycopg.connect(database.owner_url(configuration), autocommit=True) as owner:
        for schema, name in owner.execute(_BROKEN).fetchall():
            order = sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}")
            owner.execute(order.format(sql.Identifier(schema, name)))


def _patient(described: dict[str, Any]) -> dict[str, Any]:
    """Have a connection wait for a lock no longer than others may wait behind it."""
    options = described["OPTIONS"]
    more = f"-c lock_timeout={LOCK_TIMEOUT_MS}ms"
    options["options"] = f"{options.get('options', '')} {more}".strip()
    return described


def _as(described: dict[str, Any]) -> None:
    """Let Django's connection be somebody else's from here on."""
    connection.close()
    connection.settings_dict.update(described)

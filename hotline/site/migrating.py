"""Bringing a database up to date: role and extensions, tables, rights, and the rows the house cannot do without."""

from __future__ import annotations

from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

from hotline.journal import APPEND_ONLY
from hotline.people import actions as people
from hotline.rules import actions as rules

from . import database
from .configuration import Configuration


def migrate(configuration: Configuration, *, login: bool = False, verbosity: int = 0) -> None:
    """Do everything that a new version asks of the database; harmless when there is nothing to do."""
    with psycopg.connect(database.owner_url(configuration)) as owner:
        database.prepare(
            owner,
            login=login or configuration.embedded,
            user=database.runtime_user(configuration),
        )
    _as(database.owner_database(configuration))
    call_command("migrate", verbosity=verbosity, interactive=False)
    _as(database.runtime_database(configuration))
    with psycopg.connect(database.owner_url(configuration)) as owner:
        database.grant(owner, append_only=APPEND_ONLY)
    rules.lay_down_defaults(by=people.lay_down_house_accounts())


def _as(described: dict[str, Any]) -> None:
    """Let Django's connection be somebody else's from here on."""
    connection.close()
    connection.settings_dict.update(described)

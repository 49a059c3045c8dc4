"""Faults told without what they were about: what the logs say names things by key, never a person.

A database error's own words carry whole rows ("Failing row contains …") and values ("Key (…)=(…)"); here it is told by its
kind and the rule that was broken. How a log line is written is left to `site/logs`.
"""

from __future__ import annotations

import psycopg
from django.db import Error


def told(fault: BaseException) -> str:
    """Say which fault it was, and nothing of what it was about."""
    own = _of_database(fault)
    if own is None:
        return type(fault).__name__
    found = (own.diag.constraint_name, own.diag.table_name, own.diag.column_name, own.sqlstate)
    return " ".join([type(own).__name__, *(word for word in found if word)])


def _of_database(fault: BaseException) -> psycopg.Error | None:
    """Return the database's own error behind a fault, if there is one."""
    if isinstance(fault, psycopg.Error):
        return fault
    if isinstance(fault, Error) and isinstance(fault.__cause__, psycopg.Error):
        return fault.__cause__
    return None

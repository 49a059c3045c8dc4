"""Faults told without what they were about: what the logs say names things by key, never a person.

A database error's own words carry whole rows ("Failing row contains …") and values ("Key (…)=(…)"); here it is told by its
kind and the rule that was broken. Whatever else looks like a telephone number is masked, wherever a log line has it from.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import Error

_NUMBER = re.compile(r"(?<![\w.+-])(\+86|0086)?(1[3-9]\d|0\d{2,3}[- ]?)\d{4,5}(\d{4})(?!\w)")
"""A mobile or a landline number, as it is typed or dialled."""


def told(fault: BaseException) -> str:
    """Say which fault it was, and nothing of what it was about."""
    own = _of_database(fault)
    if own is None:
        return type(fault).__name__
    found = (own.diag.constraint_name, own.diag.table_name, own.diag.column_name, own.sqlstate)
    return " ".join([type(own).__name__, *(word for word in found if word)])


def masked(text: str) -> str:
    """Hide the middle of whatever looks like a telephone number."""
    return _NUMBER.sub(lambda found: f"{found[2].strip('- ')}****{found[3]}", text)


class Discreet(logging.Filter):
    """Takes out of a log line, and of the trace behind it, what database errors quote; masks numbers."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line; let it through."""
        record.msg = masked(self._message(record))
        record.args = None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = masked(trace(record.exc_info[1]))
            record.exc_info = None
        return True

    def _message(self, record: logging.LogRecord) -> str:
        given: Any = record.args
        if isinstance(given, tuple):
            record.args = tuple(
                told(one) if isinstance(one, psycopg.Error | Error) else one for one in given
            )
        return record.getMessage()


def trace(fault: BaseException) -> str:
    """Return a fault's trace, its chain included, with each database error told by its kind alone."""
    text = "".join(traceback.format_exception(fault)).rstrip()
    for one in _chain(fault):
        if isinstance(one, psycopg.Error | Error) and str(one).strip():
            text = text.replace(str(one).strip(), told(one))
    return text


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        if fault.__cause__ is not None and fault.__context__ is not fault.__cause__:
            yield from _chain(fault.__context__)
        fault = fault.__cause__ or fault.__context__


def _of_database(fault: BaseException) -> psycopg.Error | None:
    """Return the database's own error behind a fault, if there is one."""
    if isinstance(fault, psycopg.Error):
        return fault
    if isinstance(fault, Error) and isinstance(fault.__cause__, psycopg.Error):
        return fault.__cause__
    return None

"""The register: what every table of the house holds of people, gathered from what each package says of its own.

Decides which columns could hold words at all; `hotline/personal.py` says what is said of them. Reads no row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline.personal import ERASED_LABELS, Column, Table, Text
from hotline.rules.book import Book
from hotline.rules.numbers import BY_NAME

HOLDS = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField, ArrayField,
)  # fmt: skip
"""The kinds of columns that can hold what somebody said, or what tells who he is."""
OF_THE_HOUSE = {"head": "a hash of the journal", "status": "a word of the life"}
"""Columns of many tables that the house itself gives them."""


@cache
def tables() -> tuple[Table, ...]:
    """Return what is said of every table, in the order of the stack."""
    return tuple(
        table
        for config in apps.get_app_configs()
        if config.name.startswith("hotline.") and find_spec(f"{config.name}.personal")
        for table in import_module(f"{config.name}.personal").TABLES
    )


@cache
def of(model: type[models.Model]) -> Table | None:
    """Return what is said of one table."""
    return next((table for table in tables() if table.model is model), None)


def unsaid(model: type[models.Model], table: Table | None) -> Iterator[str]:
    """Say which columns could hold words about somebody, and of which nothing, or too much, is said."""
    known = {field.name: field for field in model._meta.concrete_fields}
    said = (
        [*(column.name for column in table.columns), *table.others, *table.about] if table else []
    )
    for name, field in known.items():
        if isinstance(field, HOLDS) and not field.choices and name not in {*said, *OF_THE_HOUSE}:
            yield f"{model._meta.label}.{name}: say in personal.py what it is for, or why it holds nobody's words"
    for name in said:
        if name not in known or said.count(name) > 1:
            yield f"{model._meta.label}.{name} is said of, and is not there, or is said of twice"


def kept(table: Table, book: Book) -> str:
    """Say how long something is kept, with the numbers now in force."""
    if isinstance(table.kept, timedelta):
        return _length(table.kept)
    if table.kept:
        days = book[table.kept]
        said = ngettext("%(rule)s %(days)s 天", "%(rule)s %(days)s 天", days)
        return said % {"rule": BY_NAME[table.kept].label, "days": days}
    if any(column.erased.value == "stays" for column in table.columns):
        return _("随账号")
    return _("随所属记录")


def label(table: Table) -> Text:
    """Name a table as readers know it."""
    return table.label or table.model._meta.verbose_name or table.model.__name__


def where(table: Table, column: Column) -> str:
    """Name a column as the code does."""
    return f"{table.model._meta.label}.{column.name}"


def how(column: Column) -> Text:
    """Say how a column is emptied."""
    return ERASED_LABELS[column.erased]


def _length(time: timedelta) -> str:
    if time.days:
        return ngettext("%(n)s 天", "%(n)s 天", time.days) % {"n": time.days}
    hours = time.seconds // 3600
    return ngettext("%(n)s 小时", "%(n)s 小时", hours) % {"n": hours}

"""The register says of every column what it holds of people, and cannot forget one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from hotline.callers.models import Caller
from hotline.cases.models import Case
from hotline.journal.models import Recorded
from hotline.personal import Column, Erased, Table
from hotline.privacy import register
from hotline.rules.numbers import BY_NAME


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda one: one._meta.label)
def test_every_column_that_can_hold_words_is_registered_or_says_why_not(
    model: type[models.Model],
) -> None:
    assert list(register.unsaid(model, register.of(model))) == []


def test_no_table_is_said_of_twice() -> None:
    said = [table.model for table in register.tables()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("table", register.tables(), ids=lambda one: one.model._meta.label)
def test_what_is_said_of_a_table_is_so(table: Table) -> None:
    if isinstance(table.kept, str):
        assert BY_NAME[table.kept].unit == "d"
    for way in (*table.caller, table.part_of, table.since):
        if way:
            table.model._base_manager.filter(**{f"{way}__isnull": True}).query  # noqa: B018  (raises where there is none)
    for name in (*table.about, table.emptied_at):
        assert not name or table.model._meta.get_field(name)
    with translation.override("zh-hans"):
        assert all(str(column.why).strip() for column in table.columns)
    assert all(why.strip() for why in table.others.values())


def test_what_is_emptied_in_a_row_may_be_empty() -> None:
    """A check, or a column that must be filled, would keep somebody from being forgotten."""
    for table in register.tables():
        for column in table.columns:
            field = table.model._meta.get_field(column.name)
            if column.erased in (Erased.BLANK, Erased.FILE):
                assert not getattr(field, "unique", False), register.where(table, column)


def test_whatever_tells_of_a_caller_is_found_from_him() -> None:
    """A table with personal words says how it is reached, or that it goes by itself within days."""
    loose = [
        table.model._meta.label
        for table in register.tables()
        if any(column.erased is not Erased.STAYS for column in table.columns)
        and not (table.caller or table.part_of or table.about)
    ]
    assert loose == ["life.Once", "people.Session", "scans.Scan", "calls.Telephone"]


def test_whatever_belongs_to_a_case_or_a_caller_is_found_from_there() -> None:
    """The journal keeps words about each of them, even where its own table holds none."""
    lost = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Recorded)
        and any(field.related_model in (Case, Caller) for field in model._meta.concrete_fields)
        and not ((table := register.of(model)) and (table.caller or table.part_of))
    ]
    assert lost == []


def test_a_column_that_nobody_speaks_of_is_seen() -> None:
    table = register.of(Case)
    assert table is not None
    fewer = replace(table, columns=table.columns[1:])
    assert [fault.partition(":")[0] for fault in register.unsaid(Case, fewer)] == [
        "cases.Case.said"
    ]
    more = replace(table, columns=(*table.columns, Column("nothing", "x")))
    assert "nothing" in next(register.unsaid(Case, more))
    assert list(register.unsaid(Caller, None))

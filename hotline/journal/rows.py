"""Reading and writing single rows without composing SQL anew each time: the few statements that every act sends.

Django's compiler took more time than PostgreSQL on these. The statements are made once for each model; values go through
the model's own fields, so nothing is stored otherwise than Django would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=models.Model)
N = TypeVar("N", bound=models.Model)
Column: TypeAlias = "models.Field[Any, Any]"


@cache
def columns(model: type[models.Model]) -> tuple[Column, ...]:
    """Return the columns of a model's table, in its order."""
    return tuple(cast("Iterable[Column]", model._meta.concrete_fields))


@cache
def _given(model: type[models.Model], *, keyed: bool) -> tuple[Column, ...]:
    """Return the columns that a new row brings itself; the database fills in the others."""
    ours = [
        field for field in columns(model) if field.db_default is NOT_PROVIDED or field.has_default()
    ]
    return tuple(field for field in ours if keyed or not field.primary_key)


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in columns(model)]


@cache
def _converters(model: type[models.Model]) -> tuple[tuple[int, list[Any]], ...]:
    fields: Sequence[Any] = columns(model)  # Django's types do not know get_db_converters
    found = ((n, field.get_db_converters(connection)) for n, field in enumerate(fields))
    return tuple((n, functions) for n, functions in found if functions)


@cache
def _lock_sql(model: type[models.Model]) -> str:
    fields = ", ".join(_quoted(field.column) for field in columns(model))
    return f"SELECT {fields} FROM {_table(model)} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"  # noqa: S608


@cache
def _insert_sql(model: type[models.Model], *, keyed: bool, back: bool) -> str:
    fields = _given(model, keyed=keyed)
    names = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    returning = " RETURNING id" if back else ""
    return f"INSERT INTO {_table(model)} ({names}) VALUES ({marks}){returning}"  # noqa: S608


@cache
def _update_sql(model: type[models.Model], changed: tuple[str, ...]) -> str:
    sets = ", ".join(f"{_quoted(column)} = %s" for column in changed)
    return f"UPDATE {_table(model)} SET {sets} WHERE id = %s"  # noqa: S608


@contextmanager
def in_one_go() -> Iterator[None]:
    """Send statements without waiting for each answer; only what is fetched, and the commit, is waited for.

    A refused statement is told at the next fetch or at the commit, never later: for acts that expect no refusal.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def lock(model: type[M], keys: Sequence[int]) -> list[M]:
    """Hold rows until the transaction ends, in key order so that two who want the same never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(_lock_sql(model), [list(keys)])
        return [_made(model, list(values)) for values in cursor.fetchall()]


def add(row: models.Model, *, told: bool = True) -> None:
    """Write a new row, and give it its key unless it has one; not *told*, nobody waits for the key, and it has none."""
    model, keyed = type(row), row.pk is not None
    fields = _given(model, keyed=keyed)
    back = told and not keyed
    with connection.cursor() as cursor:
        statement = _insert_sql(model, keyed=keyed, back=back)
        cursor.execute(statement, [_prepared(row, one) for one in fields])
        if back:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def change(row: models.Model, changed: Sequence[Column]) -> None:
    """Write the columns of a row that have changed."""
    sql = _update_sql(type(row), tuple(field.column for field in changed))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(_prepared(row, field) for field in changed), row.pk])


def returned(model: type[M], statement: str, given: Sequence[Any]) -> list[M]:
    """Run a statement that returns rows of *model*; `{table}` and `{columns}` (of `t`) are put in."""
    return asked(model, statement, given)()


def returned_with(
    model: type[M], other: type[N], statement: str, given: Sequence[Any]
) -> list[tuple[M, N | None]]:
    """Do as `returned` does for rows beside which another stands, or none: `{other}`, and `{others}` (of `o`)."""
    with connection.cursor() as cursor:
        cursor.execute(_filled(model, statement, other), given)
        return [_pair(model, other, list(values)) for values in cursor.fetchall()]


def asked(model: type[M], statement: str, given: Sequence[Any]) -> Callable[[], list[M]]:
    """Send a statement as `returned` does, and return what waits for its rows.

    In one go with others (`in_one_go`), several that are asked before the first is waited for cost one journey together.
    """
    cursor = connection.cursor()
    cursor.execute(_filled(model, statement), given)

    def rows() -> list[M]:
        with cursor:
            return [_made(model, list(values)) for values in cursor.fetchall()]

    return rows


@cache
def _filled(
    model: type[models.Model], statement: str, other: type[models.Model] | None = None
) -> str:
    beside = {"other": _table(other), "others": _listed("o", other)} if other else {}
    return statement.format(table=_table(model), columns=_listed("t", model), **beside)


def _listed(short: str, model: type[models.Model]) -> str:
    return ", ".join(f"{short}.{_quoted(field.column)}" for field in columns(model))


def _pair(model: type[M], other: type[N], values: list[Any]) -> tuple[M, N | None]:
    mine, others = values[: len(columns(model))], values[len(columns(model)) :]
    key = _names(other).index("id")
    return _made(model, mine), _made(other, others) if others[key] is not None else None


def _made(model: type[M], values: list[Any]) -> M:
    for place, functions in _converters(model):
        for function in functions:
            values[place] = function(values[place], None, connection)
    # As `from_db` leaves it, without its signals and its walk over every field: half the cost of a claim.
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    row.__dict__.update(zip(_names(model), values, strict=True))
    return row


def _prepared(row: models.Model, field: Column) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

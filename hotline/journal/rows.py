"""Reading and writing single rows without composing SQL anew each time: the few statements that every act sends.

Django's compiler took more time than PostgreSQL on these. The statements are made once for each model; values go through
the model's own fields, so nothing is stored otherwise than Django would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=models.Model)
N = TypeVar("N", bound=models.Model)
Column: TypeAlias = "models.Field[Any, Any]"

_PLAIN = frozenset({type(None), bool, int, str, datetime})
"""What the driver is given as it is, of a column that keeps just this."""
_PLAINLY = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateTimeField,
    models.ForeignKey, models.AutoField,
)  # fmt: skip


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
    found = ((n, field.get_db_converters(own_connection())) for n, field in enumerate(fields))
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


@cache
def _put_sql(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns_of = {field.attname: field.column for field in columns(model)}
    return _update_sql(model, tuple(columns_of[name] for name in names))


@contextmanager
def in_one_go() -> Iterator[None]:
    """Send statements without waiting for each answer; only what is fetched, and the commit, is waited for.

    A refused statement is told at the next fetch or at the commit, never later: for acts that expect no refusal.
    """
    with own_connection().in_one_go():
        yield


def lock(model: type[M], keys: Sequence[int]) -> list[M]:
    """Hold rows until the transaction ends, in key order so that two who want the same never wait for each other."""
    database = own_connection()
    with database.cursor() as cursor:
        cursor.execute(_lock_sql(model), [list(keys)])
        return [_made(model, list(values), database) for values in cursor.fetchall()]


def new(model: type[M], **values: Any) -> M:
    """Return a row that is not yet written, without the signals and the walk over every field of Django's own; by attribute names."""
    row = _bare(model)
    row.__dict__.update(_defaults(model))
    row.__dict__.update((name, make()) for name, make in _made_anew(model))
    row.__dict__.update(values)
    return row


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    anew = {name for name, _make in _made_anew(model)}
    fields: Sequence[Any] = columns(model)
    return {field.attname: field.get_default() for field in fields if field.attname not in anew}


@cache
def _made_anew(model: type[models.Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """Return the columns whose default is made for each row: lists, dicts, times."""
    fields: Sequence[Any] = columns(model)
    return tuple((field.attname, field.get_default) for field in fields if callable(field.default))


def add(row: models.Model, *, told: bool = True) -> None:
    """Write a new row, and give it its key unless it has one; not *told*, nobody waits for the key, and it has none."""
    model, keyed, database = type(row), row.pk is not None, own_connection()
    back = told and not keyed
    statement = _insert_sql(model, keyed=keyed, back=back)
    given = [_prepared(database, row, one) for one in _given(model, keyed=keyed)]
    if back:
        with database.cursor() as cursor:
            cursor.execute(statement, given)
            row.pk = cursor.fetchone()[0]
    else:
        tell(statement, given)
    row._state.adding, row._state.db = False, database.alias


def change(row: models.Model, changed: Sequence[Column]) -> None:
    """Write the columns of a row that have changed."""
    database = own_connection()
    sql = _update_sql(type(row), tuple(field.column for field in changed))
    tell(sql, [*(_prepared(database, row, field) for field in changed), row.pk])


def put(model: type[models.Model], key: int, **values: Any) -> None:
    """Write some plain columns of a row that nobody has read, by the names of its attributes."""
    tell(_put_sql(model, tuple(values)), [*values.values(), key])


def tell(statement: str, given: Sequence[Any]) -> None:
    """Send a statement that answers nothing: unheard, unless somebody listens to what is sent."""
    database = own_connection()
    if database.queries_logged or database.execute_wrappers or database.connection is None:
        with database.cursor() as cursor:
            cursor.execute(statement, given)
    else:
        with database.wrap_database_errors:
            database.unheard(statement, given)


def returned(model: type[M], statement: str, given: Sequence[Any]) -> list[M]:
    """Run a statement that returns rows of *model*; `{table}` and `{columns}` (of `t`) are put in."""
    return asked(model, statement, given)()


def returned_with(
    model: type[M], other: type[N], statement: str, given: Sequence[Any]
) -> list[tuple[M, N | None]]:
    """Do as `returned` does for rows beside which another stands, or none: `{other}`, and `{others}` (of `o`)."""
    database = own_connection()
    with database.cursor() as cursor:
        cursor.execute(_filled(model, statement, other), given)
        return [_pair(model, other, list(values), database) for values in cursor.fetchall()]


def asked(model: type[M], statement: str, given: Sequence[Any]) -> Callable[[], list[M]]:
    """Send a statement as `returned` does, and return what waits for its rows.

    In one go with others (`in_one_go`), several that are asked before the first is waited for cost one journey together.
    """
    database = own_connection()
    found = asked_plainly(_filled(model, statement), given)
    return lambda: [_made(model, list(values), database) for values in found()]


def asked_plainly(statement: str, given: Sequence[Any]) -> Callable[[], list[tuple[Any, ...]]]:
    """Do as `asked` does for plain values."""
    cursor = own_connection().cursor()
    cursor.execute(statement, given)

    def values() -> list[tuple[Any, ...]]:
        with cursor:
            return list(cursor.fetchall())

    return values


@cache
def _filled(
    model: type[models.Model], statement: str, other: type[models.Model] | None = None
) -> str:
    beside = {"other": _table(other), "others": _listed("o", other)} if other else {}
    return statement.format(table=_table(model), columns=_listed("t", model), **beside)


def _listed(short: str, model: type[models.Model]) -> str:
    return ", ".join(f"{short}.{_quoted(field.column)}" for field in columns(model))


def _pair(
    model: type[M], other: type[N], values: list[Any], database: BaseDatabaseWrapper
) -> tuple[M, N | None]:
    mine, others = values[: len(columns(model))], values[len(columns(model)) :]
    there = others[_names(other).index("id")] is not None
    return _made(model, mine, database), _made(other, others, database) if there else None


def _made(model: type[M], values: list[Any], database: BaseDatabaseWrapper) -> M:
    for place, functions in _converters(model):
        for function in functions:
            values[place] = function(values[place], None, database)
    # As `from_db` leaves it, without its signals and its walk over every field: half the cost of a claim.
    row = _bare(model)
    row._state.adding, row._state.db = False, database.alias
    row.__dict__.update(zip(_names(model), values, strict=True))
    return row


def _bare(model: type[M]) -> M:
    row = model.__new__(model)
    row._state = ModelState()
    return row


def _prepared(database: BaseDatabaseWrapper, row: models.Model, field: Column) -> Any:
    value = getattr(row, field.attname)
    if type(value) in _PLAIN and _keeps_plainly(field):
        return value
    return field.get_db_prep_save(value, database)


@cache
def _keeps_plainly(field: Column) -> bool:
    """Say whether a column hands plain values on as they are: one of Django's own kinds, which nobody has taught anything else."""
    kind = type(field)
    return kind.__module__.startswith("django.db.models.fields") and issubclass(kind, _PLAINLY)


def own_connection() -> Any:
    """Return this thread's connection itself, the house's own, which Django's types do not know.

    To go through `django.db.connection` looks it up at each word. Not kept: whether a loop runs in the thread makes another.
    """
    return connections[DEFAULT_DB_ALIAS]


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return str(own_connection().ops.quote_name(name))

"""Five rows for each row of every table, without naming one: copies in the same tables, under the same parents.

What must be unique gets a mark or stays single; so a case has five times the entries, a provider five times the jobs, and a
list five times the lines. Sealed rows open only under their own key and are not copied.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, models

TIMES = 5
YEARS = 7
"""So far back goes each copy of what there may be once a day or a month."""
SEALED = ("callers",)
"""Packages whose rows open only under their own key."""


def grow() -> dict[str, int]:
    """Copy every row of every table of ours until there are five of each; return how many rows each table gained."""
    gained = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            ours = model.__module__.startswith("hotline.")
            if not ours or model._meta.app_label in SEALED or not model._meta.managed:
                continue
            had = model._base_manager.count()
            columns = [field for field in model._meta.local_concrete_fields if not _is_key(field)]
            names = ", ".join(f'"{field.column}"' for field in columns)
            copied = ", ".join(_copied(model, field) for field in columns)
            if columns:
                cursor.execute(
                    f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {copied} FROM'
                    f' "{model._meta.db_table}" t, generate_series(2, {TIMES}) n'
                    " ON CONFLICT DO NOTHING"
                )
            gained[model._meta.label] = model._base_manager.count() - had
    return gained


def _is_key(field: models.Field[Any, Any]) -> bool:
    return bool(field.primary_key) and isinstance(field, models.AutoField)


def _copied(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    """Return the SQL of a copied column: as it is, or with a mark where it must be unique."""
    column = f't."{field.column}"'
    if field.column not in _unique(model) or field.is_relation or field.choices:
        return column  # one of a few stays one of them
    if isinstance(field, models.CharField | models.TextField):
        length = field.max_length or 200
        return f"left({column}, {length} - 4) || CASE WHEN {column} = '' THEN '' ELSE '~' || n END"
    if isinstance(field, models.SmallIntegerField | models.PositiveSmallIntegerField):
        return column  # one of a few, too
    if isinstance(field, models.IntegerField):
        return f"{column} + n * 1000000"
    if type(field) is models.DateField:
        return f"({column} - make_interval(years => n * {YEARS}))::date"
    return column


def _unique(model: type[models.Model]) -> set[str]:
    """Return the columns that take part in something unique."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT a.attname FROM pg_index i JOIN pg_attribute a
            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE i.indisunique AND i.indrelid = %s::regclass""",
            [model._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}

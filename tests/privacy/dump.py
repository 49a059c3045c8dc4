"""Everything an installation holds, as one text: every row of every table, what is sealed opened, and every file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection

from hotline.callers.models import CallerNumber
from hotline.privacy import register
from hotline.privacy.resealing import STORES


def tables() -> list[str]:
    """Name every table of the database, also those that no model knows."""
    return connection.introspection.table_names()


def everything(*folders: Path) -> str:
    """Return all of it."""
    return "\n".join([*_rows(), *_opened(), *_sealed(), *_files(folders)])


def _rows() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {connection.ops.quote_name(table)} t")
            for (row,) in cursor.fetchall():
                yield f"{table} {row}"
                yield from (_readable(part) for part in row.split('"') if part.startswith("\\\\x"))


def _readable(escaped: str) -> str:
    """Return bytes as they would be read if they were words."""
    return bytes.fromhex(escaped[3:]).decode(errors="replace")


def _opened() -> Iterator[str]:
    from hotline.callers import sealing

    for number in CallerNumber.objects.all():
        yield f"{number} {number.opened.text}"
    for model in apps.get_models():
        table = register.of(model)
        for column in table.columns if table else ():
            if column.place is None:
                continue
            for row in model._base_manager.all():
                sealed = bytes(getattr(row, column.name))
                if sealed:
                    yield f"{model.__name__} {sealing.open_(sealed, column.place(row))}"


def _sealed() -> Iterator[str]:
    for kind, store in STORES.items():
        for name in store.needing(0):  # whichever key sealed it
            yield f"{kind} {name} {store.get(name).decode(errors='replace')}"


def _files(folders: tuple[Path, ...]) -> Iterator[str]:
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                yield f"{file} {file.read_bytes().decode(errors='replace')}"

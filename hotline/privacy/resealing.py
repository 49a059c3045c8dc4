"""Changing the keys of callers while the house works: a new key, everything sealed anew with it, the old one thrown away.

Every process looks at the ring before each use, so a key that is on it is known everywhere; both keys open, the new one
seals. Rows are sealed anew in batches, each a transaction, in whatever order: a row says itself which key it needs, so a
killed re-sealing goes on where it stopped. So do the files of papers and of recordings, one by one. The old key goes only
when nothing needs it, which is looked at while nobody can write such a row. Which columns are sealed, the register says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import BinaryField, F, Func, Q, QuerySet

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import ring, sealing
from hotline.callers.models import CallerNumber, Key, column_of, seal_number
from hotline.callers.ring import Ring
from hotline.callers.store import Store
from hotline.calls.recordings import store as recordings
from hotline.papers import store as papers
from hotline.people.queries import the_clock
from hotline.personal import Column, Table
from hotline.scans import store as scans

from . import register

STORES: dict[str, Store] = {
    "papers": papers.STORE,
    "scans": scans.STORE,
    "recordings": recordings.STORE,
}
"""Where files lie sealed, by what they are."""
BATCH = 200
SETTLES = timedelta(minutes=10)
"""After a new key came, longer than any request takes: nobody can still be writing what he sealed with the old one."""
TRIES, GIVES_WAY_MS = 100, 200
"""How often, and how long each time, retiring a key waits until nobody writes; less than PostgreSQL takes to see a deadlock."""
PATIENCE_S = 5.0
"""How long whoever changes keys waits for another to be done, or gone."""
_LOCK = "SELECT pg_try_advisory_lock(hashtext('hotline keys'))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('hotline keys'))"


class UnableToChangeKeys(Exception):
    """The keys stay as they are; the text, for the terminal, says why."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the keys stand: those on the ring, and how many rows and files still need one that does not seal any more."""

    numbers: tuple[int, ...]
    needed: int
    settled_at: datetime | None


def state() -> State:
    """Return where the keys stand."""
    keys = sealing.ring()
    made_at = Key.objects.filter(number=keys.newest).values_list("made_at", flat=True).first()
    settled_at = made_at + SETTLES if made_at and len(keys.numbers) > 1 else None
    files = sum(_files_needed(one, keys) for one in STORES.values())
    return State(keys.numbers, _rows_needed(keys) + files, settled_at)


def rotate(tell: Callable[[int], object] = lambda _left: None) -> None:
    """Let a new key seal, and seal everything anew with it; goes on where one that was killed stopped."""
    with alone():
        keys = sealing.ring()
        if len(keys.numbers) == 1:
            _clear_marks(keys)
            ring.write(_file(), keys.with_new())
            keys = sealing.ring()
        _note(keys)
        while left := sum(_reseal(rows, again) for rows, again in _left(keys)):
            tell(left)
        _reseal_files(keys, tell)


def retire() -> None:
    """Throw the old key away; refuse as long as anything needs it."""
    with alone():
        keys = sealing.ring()
        _note(keys)
        if len(keys.numbers) == 1:
            raise UnableToChangeKeys("There is one key alone: nothing to retire.")
        settled_at = state().settled_at
        if settled_at is None or clock.now() < settled_at:
            raise UnableToChangeKeys(
                f"The new key is too young: try again after {settled_at:%Y-%m-%d %H:%M} UTC."
            )
        for kind, store in STORES.items():
            _refuse_while(f"files of {kind}", _files_needed(store, keys))
        with _nobody_writing({rows.model._meta.db_table for rows, _again in _left(keys)}):
            _refuse_while("rows", _rows_needed(keys))
            ring.write(_file(), keys.without_old())
        keys = sealing.ring()
        _note(keys)
        _clear_marks(keys)


@contextmanager
def _nobody_writing(tables: Iterable[str]) -> Iterator[None]:
    """Let nobody write to some tables meanwhile.

    A writer may hold one of them and want another that is held here: whoever waits gives way after a moment and tries again.
    """
    names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
    for left in reversed(range(TRIES)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{GIVES_WAY_MS}ms'")
            try:
                with transaction.atomic():
                    cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
            except OperationalError:
                if not left:
                    raise UnableToChangeKeys(
                        "Somebody writes all the time: try again when it is quieter."
                    ) from None
                continue
            yield
            return


def _refuse_while(what: str, needed: int) -> None:
    if needed:
        raise UnableToChangeKeys(
            f"{needed} {what} still need the old key: run `hotline keys rotate` to the end first."
        )


@contextmanager
def alone() -> Iterator[None]:
    """Keep others from changing keys at the same time.

    A killed one's hold ends with its connection, which the database sees as soon as the statement under way is done.
    """
    with connection.cursor() as cursor:
        give_up_at = time.monotonic() + PATIENCE_S
        while not _held(cursor):
            if time.monotonic() > give_up_at:
                raise UnableToChangeKeys("Somebody else is changing the keys.")
            time.sleep(0.1)
        try:
            yield
        finally:
            cursor.execute(_UNLOCK)


def _held(cursor: CursorWrapper) -> bool:
    cursor.execute(_LOCK)
    return bool(cursor.fetchone()[0])


def _file() -> Path:
    file: Path = settings.CALLERS_KEY_FILE
    return file


def _note(keys: Ring) -> None:
    """Put on record which keys there are; says nothing of what they are."""
    known = {key.number: key for key in Key.objects.all()}
    for number in set(keys.numbers) - known.keys():
        callers.make_key(number, by=the_clock())
    for number in known.keys() - set(keys.numbers):
        if known[number].retired_at is None:
            callers.retire_key(known[number], by=the_clock())


# -- what is sealed --------------------------------------------------------------------------------

Again = Callable[[Any], dict[str, Any]]
"""What a row's columns must become."""


def _left(keys: Ring) -> Iterator[tuple[QuerySet[Any], Again]]:
    """Yield the rows that still need an old key, and how one is sealed anew."""
    for table in register.tables():
        if table.model is CallerNumber:
            yield _numbers_left(keys), _number_again
            continue
        for column in table.columns:
            if column.place is not None:
                yield _texts_left(table, column, keys), _text_again(column)


def _rows_needed(keys: Ring) -> int:
    return sum(rows.count() for rows, _again in _left(keys))


def _files_needed(store: Store, keys: Ring) -> int:
    return sum(1 for _name in store.needing(keys.newest))


def _first_byte(column: str) -> Func:
    """Return the part of a sealed column that names its key."""
    cut = "substring(%(expressions)s from 1 for 1)"
    return Func(F(column), template=cut, output_field=BinaryField())


def _texts_left(table: Table, column: Column, keys: Ring) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.model._base_manager.alias(sealed_by=_first_byte(column.name))
    return rows.exclude(sealed_by__in=[b"", bytes([keys.newest])])


def _text_again(column: Column) -> Again:
    assert column.place is not None
    place = column.place

    def again(row: Any) -> dict[str, Any]:
        at = place(row)
        return {column.name: sealing.seal(sealing.open_(getattr(row, column.name), at), at)}

    return again


def _numbers_left(keys: Ring) -> QuerySet[CallerNumber]:
    unmarked = Q((f"{column_of(keys.newest)}__isnull", True))
    rows = CallerNumber.objects.alias(sealed_by=_first_byte("sealed"))
    return rows.filter(~Q(sealed_by=bytes([keys.newest])) | unmarked)


def _number_again(row: CallerNumber) -> dict[str, Any]:
    """Seal a number with the new key, and mark it by it; the mark by the old key stays until that is retired."""
    lies = seal_number(row.opened)
    return {
        "sealed": lies.sealed,
        "fingerprint": lies.fingerprint,
        "fingerprint_even": lies.fingerprint_even,
    }


def _reseal(rows: QuerySet[Any], again: Again) -> int:
    """Seal one batch anew; return how many rows are left that need it."""
    with transaction.atomic():
        held = rows.select_for_update(no_key=True, skip_locked=True).order_by("pk")[:BATCH]
        for row in held:
            type(row)._base_manager.filter(pk=row.pk).update(**again(row))
    return rows.count()


def _reseal_files(keys: Ring, tell: Callable[[int], object]) -> None:
    """Seal the files anew; those that do not open are named at the end, and keep the old key on the ring."""
    broken = [
        f"{len(names)} files of {kind} do not open: {', '.join(names[:10])}."
        for kind, store in STORES.items()
        if (names := _reseal_store(store, keys, tell))
    ]
    if broken:
        raise UnableToChangeKeys(
            f"{' '.join(broken)} "
            "Bring them back from a backup or erase what they belong to, then run this again."
        )


def _reseal_store(store: Store, keys: Ring, tell: Callable[[int], object]) -> list[str]:
    """Seal the files of one store anew; return those that do not open."""
    names, broken = list(store.needing(keys.newest)), []
    for done, name in enumerate(names):
        if done % BATCH == 0:
            tell(len(names) - done)
        try:
            store.seal_again(name)
        except sealing.SealBroken:
            broken.append(name)
    return broken


def _clear_marks(keys: Ring) -> None:
    """Take away the fingerprints of a key that is gone: its column is wanted for the next."""
    old = column_of(keys.newest + 1)
    left = CallerNumber.objects.exclude(**{f"{old}__isnull": True})
    while pks := list(left.values_list("pk", flat=True)[:BATCH]):
        CallerNumber.objects.filter(pk__in=pks).update(**{old: None})

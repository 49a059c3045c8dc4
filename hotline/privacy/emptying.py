"""Emptying rows as the register says: columns blanked, files deleted, and all that hangs on a row with it.

Keys, statuses, times and the journal's chain stay as they are; but where a life has its own act for it, that is done. Which
rows are emptied, and on whose word, is left to `actions`, in whose transaction this happens. A file goes before the commit:
whatever fails afterwards is done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import BinaryField, Model, Q, QuerySet

from hotline import clock
from hotline.callers.models import Caller
from hotline.calls.models import Request, Telephone
from hotline.calls.recordings import tapes
from hotline.personal import Erased, Table

from . import register

Rows = dict[type[Model], set[Any]]


def of_caller(caller: Caller) -> Rows:
    """Return the keys of every row that tells of a caller, by table."""
    found: Rows = {}
    for table in register.tables():
        if table.caller:
            mine = Q(*((way, caller.pk) for way in table.caller), _connector=Q.OR)
            _gather(table, table.model._base_manager.filter(mine), found, whole=True)
    return found


def within(table: Table, keys: Sequence[Any]) -> Rows:
    """Return the keys of some rows of a table and of what is kept for just as long, by table."""
    found: Rows = {}
    _gather(table, table.model._base_manager.filter(pk__in=keys), found, whole=False)
    return found


def empty(rows: Rows) -> Counter[str]:
    """Empty rows; return how many of each table had something to lose."""
    gone: Counter[str] = Counter()
    for model, keys in rows.items():
        table = register.of(model)
        if table is not None and model is not Caller:  # a caller's own row: `callers.erase`
            lost = _empty(table, model._base_manager.filter(pk__in=keys))
            if lost:
                gone[model._meta.label_lower] += lost
    return gone


def silence(caller: Caller) -> int:
    """Take away the sample town's telephones of a caller; return how many there were."""
    addresses = [f"tel:{number.opened.dialled}" for number in caller.numbers.all()]
    Request.objects.filter(address__in=addresses).delete()
    return Telephone.objects.filter(address__in=addresses).delete()[0]


def holding(table: Table) -> Q:
    """Return the condition that a row still has something to lose."""
    return Q(*(~_is_blank(table, column.name) for column in table.columns), _connector=Q.OR)


def _gather(table: Table, rows: QuerySet[Any], found: Rows, *, whole: bool) -> None:
    """Note rows and what hangs on them; *whole*: also what is kept for a time of its own."""
    known = found.setdefault(table.model, set())
    new = set(rows.values_list("pk", flat=True)) - known
    known |= new
    if not new:
        return
    for other in register.tables():
        hanging = _hanging(other, table.model, new) if whole or other.kept is None else None
        if hanging is not None:
            _gather(other, other.model._base_manager.filter(hanging), found, whole=whole)


def _hanging(other: Table, model: type[Model], keys: set[Any]) -> Q | None:
    """Return which rows of another table belong to rows of a model; None if none can."""
    kind = getattr(model, "KIND", "")
    if other.part_of and other.model._meta.get_field(other.part_of).related_model is model:
        return Q((f"{other.part_of}__in", keys))
    if kind and len(other.about) == 2:
        return Q((other.about[0], kind), (f"{other.about[1]}__in", keys))
    if kind and other.about:
        return Q((f"{other.about[0]}__in", [f"{kind}{mark}{pk}" for pk in keys for mark in ":-"]))
    return None


def _empty(table: Table, rows: QuerySet[Any]) -> int:
    if table.act is not None:
        held = rows.filter(holding(table)).select_for_update(no_key=True).order_by("pk")
        return _by_its_act(table.act, list(held))
    if any(column.erased is Erased.ROW for column in table.columns):
        return rows.delete()[0]
    blanked = [one for one in table.columns if one.erased in (Erased.BLANK, Erased.FILE)]
    if not blanked:
        return 0
    full = rows.filter(holding(table))
    for column in blanked:
        if column.erased is Erased.FILE:
            _delete(full.values_list(column.name, flat=True))
    blank = {column.name: _blank(table, column.name) for column in blanked}
    return full.update(**blank, **({table.emptied_at: clock.now()} if table.emptied_at else {}))


def _by_its_act(act: Callable[[Sequence[Any]], object], held: list[Any]) -> int:
    if held:
        act(held)
    return len(held)


def _blank(table: Table, name: str) -> Any:
    """Return what an empty column holds."""
    field = _field(table, name)
    if field.null:
        return None
    return b"" if isinstance(field, BinaryField) else field.get_default()


def _is_blank(table: Table, name: str) -> Q:
    null = _field(table, name).null
    return Q((f"{name}__isnull", True)) if null else Q((name, _blank(table, name)))


def _field(table: Table, name: str) -> Any:
    return table.model._meta.get_field(name)


def _delete(names: QuerySet[Any]) -> None:
    """Delete what the switch wrote; when this returns it is off the disk's folder."""
    for name in names:
        if tapes.lies_there(name):
            tapes.throw_away(name)

"""Questions about callers. What leaves here is masked; whole numbers come from `actions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hotline.journal import rows
from hotline.people.roles import STAFF

from . import numbers, sealing
from .models import Caller, CallerNumber, Title, Viewer, column_of, fingerprints

_BY_NUMBER = """SELECT {{columns}} FROM {{table}} t
    JOIN callers_callernumber number ON number.caller_id = t.id WHERE {found}"""
_BY_KEY = "SELECT {columns} FROM {table} t WHERE t.id = %s"
_MASKED = """SELECT {columns}, {others} FROM {table} t LEFT JOIN {other} o ON o.caller_id = t.id
    WHERE t.id = ANY(%s) ORDER BY t.id, o.id"""
"""A row for each number, or one without."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A caller as somebody may see him: what to call him, and his masked numbers, oldest first."""

    name: str
    numbers: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """Return the first number, masked; empty when there is none."""
        return self.numbers[0] if self.numbers else ""


def find_by_number(number: numbers.Number) -> Caller | None:
    """Return whose number this is, in one query, by whichever key of the ring it was fingerprinted."""
    return ask_by_number(number)()


def ask_by_number(number: numbers.Number) -> Callable[[], Caller | None]:
    """Ask whose number this is, and return what waits for the answer."""
    if not number.known:
        return lambda: None
    marks = fingerprints(number, sealing.ring())
    found = " OR ".join(f"number.{column_of(key)} = %s" for key in marks)
    callers = rows.asked(Caller, _BY_NUMBER.format(found=found), list(marks.values()))
    return lambda: next(iter(callers()), None)


def by_key(pk: int) -> Caller:
    """Return the caller of this key."""
    return rows.returned(Caller, _BY_KEY, [pk])[0]


def masked(caller_ids: Iterable[int], person: Viewer) -> dict[int, Shown]:
    """Return how *person* sees several callers, in one query; to outsiders all are alike."""
    wanted = set(caller_ids)
    if not person.role & STAFF:
        return {pk: Shown(_("来电人")) for pk in wanted}
    seen: dict[int, Shown] = {}
    for caller, number in rows.returned_with(Caller, CallerNumber, _MASKED, [list(wanted)]):
        shown = seen.get(caller.pk) or Shown(display_name(caller, person))
        if number is not None:
            shown = replace(shown, numbers=(*shown.numbers, numbers.masked(number.opened)))
        seen[caller.pk] = shown
    return seen


def display_name(caller: Caller, person: Viewer) -> str:
    """Return what *person* may call this caller: the name, else the title, else "caller"."""
    if not person.role & STAFF:
        return _("来电人")
    name = caller.opened("name")
    title = str(Title(caller.title).label) if caller.title else ""
    if len(name) == 1:  # a family name alone wants a title behind it
        return _("%(name)s%(title)s") % {"name": name, "title": title}
    return name or title or _("来电人")


def wishes(caller: Caller, person: Viewer) -> str:
    """Return what the caller wants respected, as far as *person* may know."""
    return caller.opened("wishes") if person.role & STAFF else ""


def first_number(caller: Caller) -> CallerNumber | None:
    """Return the number the caller was first known by."""
    return caller.numbers.order_by("pk").first()

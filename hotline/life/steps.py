"""One small engine for every life in the house: a table of steps, and one way to take one.

Taking a step locks the row, checks whence and by whom, does the action's body, sets the status, writes the journal's
entry and announces it, all in one transaction. The same table drives buttons, addresses, permissions, documents and tests.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.db import connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hotline.journal import log as journal
from hotline.journal import rows

from . import history, undoing
from .asks import Ask
from .errors import NotNow, NotYours
from .models import Living
from .registry import LIVES

P = ParamSpec("P")
L = TypeVar("L", bound=Living)
Status = models.TextChoices


class Actor(Protocol):
    """Whoever takes a step: someone with a key and roles."""

    @property
    def pk(self) -> Any: ...
    @property
    def role(self) -> Any: ...


@dataclass(frozen=True)
class Step:
    """One arrow of a life: its name is the action's, the entry's, the permission's and the address's last word."""

    name: str
    from_: Status | tuple[Status, ...]
    to: Status | None
    """Where it leads; None: the thing stays as it is."""
    by: enum.Flag
    label: str | Promise
    """The button."""
    done: str | Promise
    """What the timeline says: past, short."""
    asks: tuple[Ask, ...] = ()
    tone: str = ""
    """ "line" for the one act that moves the thing on, "danger" for what is hard to take back."""
    key: str = ""
    """The key that presses the button."""
    part: bool = False
    """Taken only as part of another act: it has no button and no address of its own."""
    undo: tuple[Status, ...] = ()
    """Whence it may be taken back for a minute: where nothing leaves the house and no other thing is changed."""

    @property
    def whence(self) -> tuple[Status, ...]:
        """Return every status that the step starts from."""
        return self.from_ if isinstance(self.from_, tuple) else (self.from_,)


class Life:
    """The steps of one kind of thing, in the order a life lives them, exceptions after."""

    def __init__(
        self, kind: str, name: str | Promise, status: type[Status], *steps: Step, first: Status
    ) -> None:
        self.kind, self.name, self.status, self.first = kind, name, status, first
        self.steps = {step.name: step for step in steps}
        self.actions: dict[str, Callable[..., Any]] = {}
        LIVES[kind] = self

    def open_to(self, thing: Living, person: Actor) -> list[Step]:
        """Return the steps that this person may take now: the buttons on the page."""
        return [
            step
            for step in self.steps.values()
            if thing.status in step.whence and step.by & person.role and not step.part
        ]

    def ended(self) -> set[Status]:
        """Return the statuses that no step leaves for another."""
        left = {whence for step in self.steps.values() if step.to for whence in step.whence}
        return set(self.status) - left

    def action(
        self, do: Callable[Concatenate[L, P], Mapping[str, Any] | None]
    ) -> Callable[Concatenate[L | Sequence[L], P], L]:
        """Make *do* the only way to take the step it is named after; what it returns is said in the entry too.

        A list of things takes the step together, or none of them does; they are locked in key order.
        """
        step = self.steps[do.__name__]

        @wraps(do)
        def take(things: L | Sequence[L], *args: P.args, **kwargs: P.kwargs) -> L:
            several = [things] if isinstance(things, Living) else list(things)
            by = cast(Actor, kwargs["by"])
            with transaction.atomic(savepoint=False):
                held = self._lock(several)
                for row in held:
                    self._check(step, row, by)
                for row in held:
                    self._take(step, row, by, do, args, kwargs)
            return held[0]

        self.actions[step.name] = take
        return cast("Callable[Concatenate[L | Sequence[L], P], L]", take)

    def begin(self, thing: L, *, act: str, by: Actor, **said: Any) -> L:
        """Write down a new thing and the first entry of its life."""
        with transaction.atomic(savepoint=False):
            thing.status = self.first.value
            thing.pk = thing.pk or _next_key(type(thing))
            # The entry first: it gives the row its head, so that the row is written once.
            journal.write(act=act, about=thing, by=by, said=said, now=self.first.value, locked=True)
            rows.add(thing)
        return thing

    def _lock(self, things: Sequence[L]) -> list[L]:
        """Hold the rows, and return them in the order that was asked for."""
        held = {row.pk: row for row in rows.lock(type(things[0]), [one.pk for one in things])}
        missing = [thing for thing in things if thing.pk not in held]
        if missing:
            raise type(missing[0]).DoesNotExist(missing[0].about)
        return [held[thing.pk] for thing in things]

    def _check(self, step: Step, row: Living, by: Actor) -> None:
        if not step.by & by.role:
            raise NotYours(_("您的岗位不能做“%(step)s”。") % {"step": step.label})
        if row.status not in step.whence:
            raise NotNow(history.why_not(self, step, row, to=by))

    def _take(
        self,
        step: Step,
        row: Living,
        by: Actor,
        do: Callable[..., Mapping[str, Any] | None],
        args: Any,
        kwargs: Any,
    ) -> None:
        was, before = row.status, dict(row.__dict__)
        clocks = undoing.clocks(row) if was in step.undo else None
        more = do(row, *args, **kwargs)
        if step.to is not None:
            row.status = step.to.value
        row.version += 1
        entry = journal.write(
            act=step.name,
            about=row,
            by=by,
            said={**self._said(step, kwargs), **(more or {})},
            was=was,
            now=row.status,
            locked=True,
        )
        changed = _changed(row, before)
        rows.change(row, changed)
        if clocks is not None:
            undoing.remember(entry, row, before, changed, clocks)

    def _said(self, step: Step, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return what the entry keeps of the arguments: words apart, everything else as it is."""
        asks = {ask.name: ask for ask in step.asks}
        return {
            name: asks[name].said(value) if name in asks else value
            for name, value in kwargs.items()
            if name != "by"
        }


def _changed(row: Living, before: dict[str, Any]) -> list[rows.Column]:
    """Return the columns whose values the step has changed."""
    now = row.__dict__
    return [
        field
        for field in rows.columns(type(row))
        if now[field.attname] is not before[field.attname]
        and now[field.attname] != before[field.attname]
    ]


def _next_key(model: type[Living]) -> int:
    """Take the row's key before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [f"{model._meta.db_table}_id_seq"])
        return int(cursor.fetchone()[0])


STAYS = None
"""Where a step leads that changes no status: a note, an urging."""

__all__ = ["LIVES", "STAYS", "Life", "Step"]

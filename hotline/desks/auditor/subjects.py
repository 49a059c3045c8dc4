"""What entries are about: finding it from what an auditor types, and naming it without telling who a citizen is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from hotline.callers import numbers as telephone
from hotline.callers import queries as callers
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.cases import queries as cases
from hotline.cases.models import Case
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.journal.models import Recorded
from hotline.life.keys import row_key
from hotline.life.steps import LIVES
from hotline.papers.models import Paper
from hotline.people.models import Person
from hotline.privacy.models import Erasure
from hotline.wishes.models import Wish

MOST = 500
"""Of how many calls, papers, requests of one thing the entries are looked up, the latest first."""
NEEDED = {
    "dispatch": ("case", "provider"), "followup": ("case",), "wish": ("case",), "paper": ("case",),
    "member": ("person",), "seat": ("operator",), "price": ("provider", "service"), "account": ("provider",),
    "draw": ("account__provider",), "dispute": ("dispatch__case",),
}  # fmt: skip
BY_NUMBER = ("caller", "call", "erasure", "key", "restraint", "seal", "sweep")
"""What has no name that may be shown, or none at all."""


@dataclass(frozen=True)
class Named:
    """What an entry is about: which kind of thing, its name, its page if the reader may open it."""

    kind: str
    name: str
    href: str = ""


def find(typed: str, *, person: Person) -> str:
    """Return what a case number, a query code or a telephone number means, "case:42"; empty when nothing.

    A telephone number is looked up by its fingerprint: nothing is opened, and the address keeps no number.
    """
    try:
        number = telephone.read(typed)
    except telephone.NotANumber:
        number = telephone.WITHHELD
    long = number.kind is not telephone.Kind.SHORT
    caller = callers.find_by_number(number) if long else None
    if caller is not None:
        return caller.about
    found = cases.find(typed, person=person, most=1)
    return found[0].about if found else ""


def reach(about: str, *, person: Person) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return which rows' entries tell the story of one thing, by kind; nothing when it is none."""
    kind, _colon, text = about.partition(":")
    key = row_key(text)
    if kind not in models() or key is None:
        return ()
    with_it: dict[str, Iterable[int]] = {kind: [key]}
    if kind == Case.KIND:
        with_it |= _of_case(key, person)
    if kind == Caller.KIND:
        with_it |= _of_caller(key, person)
    found = ((one, tuple(keys)) for one, keys in with_it.items())
    return tuple((one, keys) for one, keys in found if keys)


def _of_case(pk: int, person: Person) -> dict[str, Iterable[int]]:
    """Return what hangs on a case: what was done for it, its papers, and every call with or about it."""
    hanging = {
        model.KIND: list(
            model._default_manager.seen_by(person).filter(case=pk).values_list("pk", flat=True)
        )
        for model in (Dispatch, FollowUp, Wish, Paper)
    }
    case = Case.objects.seen_by(person).filter(pk=pk).first()
    if case is None:
        return {}
    abouts = [case.about, *(f"{kind}:{key}" for kind, keys in hanging.items() for key in keys)]
    calls = Call.objects.seen_by(person).order_by("-pk").values_list("pk", flat=True)
    # Two questions, each with its index: nothing was rung about a case before it was taken in.
    about = calls.filter(subject__in=abouts, arrived_at__gte=case.taken_at)
    return {**hanging, Call.KIND: {*calls.filter(cases=pk)[:MOST], *about[:MOST]}}


def _of_caller(pk: int, person: Person) -> dict[str, Iterable[int]]:
    """Return what is kept of a caller beside his cases, each of which has a story of its own."""
    calls, papers, requests = (
        rows.order_by("-pk").values_list("pk", flat=True)[:MOST]
        for rows in (
            Call.objects.seen_by(person).filter(caller=pk),
            Paper.objects.seen_by(person).filter(case__caller=pk),
            Erasure.objects.seen_by(person).filter(caller=pk),
        )
    )
    return {Call.KIND: calls, Paper.KIND: papers, Erasure.KIND: requests}


def named(abouts: Iterable[tuple[str, int]], *, person: Person) -> dict[tuple[str, int], Named]:
    """Name what entries are about, in one query for each kind."""
    wanted: dict[str, set[int]] = {}
    for kind, pk in abouts:
        wanted.setdefault(kind, set()).add(pk)
    told: dict[tuple[str, int], Named] = {}
    for kind, keys in sorted(wanted.items()):
        rows = {} if kind in BY_NUMBER else _rows(kind, keys, person)
        for pk in keys:
            row = rows.get(pk)
            told[kind, pk] = Named(word(kind), _name(row) if row else f"#{pk}", _page(row))
    return told


def word(kind: str) -> str:
    """Return the word for a kind of thing."""
    if kind in LIVES:
        return str(LIVES[kind].name)
    words = {"seal": _("封印"), "person": _("账号"), "rule": _("规则")}
    model = models().get(kind)
    return words.get(kind) or (str(model._meta.verbose_name) if model else kind)


@cache
def models() -> dict[str, type[Recorded]]:
    """Return every kind of thing that the journal speaks about."""
    return {one.KIND: one for one in apps.get_models() if issubclass(one, Recorded)}


def _rows(kind: str, keys: set[int], person: Person) -> dict[int, Any]:
    manager: Any = models()[kind]._default_manager if kind in models() else None
    if not hasattr(manager, "seen_by"):
        return {}
    rows = manager.seen_by(person).filter(pk__in=keys).select_related(*NEEDED.get(kind, ()))
    return {row.pk: row for row in rows}


def _name(row: Any) -> str:
    """Name a row; a paper by its case, because its title may say whose it is."""
    return f"{row.case} #{row.pk}" if isinstance(row, Paper) else str(row)


def _page(row: Any) -> str:
    case = row if isinstance(row, Case) else getattr(row, "case", None)
    return case.get_absolute_url() if isinstance(case, Case) else ""

"""What every page of the desk has around it: the bar with its counts, what is at hand, who is signed in."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hotline.assignments import queries as assignments
from hotline.assignments.life import DECIDES
from hotline.cases import queries as cases
from hotline.circulars.life import WRITES
from hotline.life.door import ACTED
from hotline.people.models import Person
from hotline.people.roles import DESK, Role, home_of, named
from hotline.providers.life import VETS

from . import hand, queue
from .labels import labels


def reader(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guards let nobody else through."""
    return cast(Person, request.user)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page or a fragment of the desk."""
    return render(request, template, {"labels": labels(), **context}, status=status)


def counts(request: HttpRequest) -> dict[str, int]:
    """Return how many wait in each worklist; whoever has just done something sees it counted at once."""
    person = reader(request)
    if ACTED in request.COOKIES:
        queue.forget(person)
    return queue.recent_counts(person)


def _waiting(person: Person) -> str | None:
    """Say how many pleas and replies wait for this person's word; nothing to whoever has none to give."""
    if not person.role & DECIDES:
        return None
    waiting = assignments.waiting(person).count() + assignments.to_review(person).count()
    return queue.said(waiting) if waiting else None


def around(
    request: HttpRequest, current: str, *, with_hand: hand.Hand | None = None
) -> dict[str, Any]:
    """Return the context of a page of the desk: its bar, and what rings."""
    person = reader(request)
    works = bool(person.role & DESK)
    held = with_hand or (hand.at(person) if works else None)
    waiting = counts(request)
    tabs = [
        ("call", _("通话"), "/desk/", None, "G D"),
        ("queue", _("工单"), "/cases/", queue.said(waiting["alive"]), "G C"),
        ("callbacks", _("回访"), "/followups/", queue.said(waiting["callbacks"]), "G R"),
        ("assigning", _("交办"), "/assignments/", _waiting(person), "G B"),
        ("floor", _("大厅"), "/floor/", None, "G F"),
        ("shift", _("班次"), "/floor/shift/", None, "G S"),
        ("providers", _("加盟企业"), "/providers/", None, "G P"),
        ("units", _("承办单位"), "/units/", None, "G U"),
        ("oversight", _("会议督查"), "/oversight/meetings/", None, "G O"),
        ("circulars", _("通报"), "/circulars/", None, "G T"),
        ("audit", _("审计"), "/audit/", None, "G A"),
    ]
    shown = {"queue"} | ({"call", "callbacks", "shift"} if works else set())
    shown |= {"assigning", "oversight"} if person.role & DECIDES else set()
    shown |= {"floor"} if person.role & Role.LEADER else set()
    shown |= {"providers", "units"} if person.role & VETS else set()
    shown |= {"circulars"} if person.role & WRITES else set()
    shown |= {"audit"} if person.may("read_journal") else set()
    return {
        "hand": held,
        "ran_out": cases.ran_out(person) if held else [],
        "counts": waiting,
        "topbar": {
            "brand": settings.CONFIGURATION.line_number,
            "home": home_of(person.role) if person.role & (DESK | Role.AUDITOR) else "/cases/",
            "tabs": [
                {"label": label, "href": href, "current": name == current, "count": n, "key": key}
                for name, label, href, n, key in tabs
                if name in shown
            ],
            "search": {
                "href": "/cases/find",
                "placeholder": _("工单号、查询码、电话"),
                "value": request.GET.get("q", "") if current == "find" else "",
            },
            "person": {"name": str(person), "detail": named(person.role), "href": "/me/"},
        },
    }

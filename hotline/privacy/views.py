"""The pages of what is kept of people: the register with what is asked and done, and the record of one erasure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.journal import queries as journal
from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.views.frame import framed
from hotline.rules import queries as rules

from . import actions, queries, register
from .forms import AskForm
from .life import DECIDES, LIFE, Status
from .models import Erasure, Sweep

LATEST = 20
"""How many requests that are done with are shown."""

step = role_required(DECIDES)(life.door(LIFE, Erasure))
"""Take a step of a request."""


@role_required(DECIDES)
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Show what is kept of people, what was asked to be forgotten, what the last sweep emptied."""
    person = life.signed_in(request)
    book = rules.book()
    sweep = Sweep.objects.seen_by(person).order_by("-day_on").first()
    given: dict[str, Any] = {
        "tables": [
            {
                "label": register.label(table),
                "name": table.model._meta.label,
                "kept": register.kept(table, book),
                "columns": [(one.name, one.why, register.how(one)) for one in table.columns],
            }
            for table in register.tables()
            if table.columns
        ],
        "waiting": [(one, _waits(one)) for one in queries.waiting(person)],
        "decided": queries.decided(person)[:LATEST],
        "sweep": sweep,
        "swept": _said(sweep.erased) if sweep else [],
        "form": AskForm(),
    }
    return _shown(request, "kept.html", "_requests.html", given)


@role_required(DECIDES)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Write a request down, and show its page."""
    person = life.signed_in(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)

    def act() -> str:
        asked = actions.ask(form.cleaned_data["whom"], by=person, why=form.cleaned_data["why"])
        return str(asked.pk)

    pk = once(person, life.key_of(request), act)
    return life.answer(
        request, _("已登记，等另一个人批准"), to=reverse("privacy:erasure", args=[pk])
    )


@role_required(DECIDES)
@require_safe
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: where it stands, and once it is done the record that its person is given."""
    person = life.signed_in(request)
    rows = Erasure.objects.seen_by(person).select_related("caller", "asked_by", "granted_by")
    one = get_object_or_404(rows, pk=pk)
    own = one.asked_by_id == person.pk
    given = {
        "erasure": one,
        "done": one.status == Status.DONE,
        "erased": _said(one.erased),
        "waits": _waits(one),
        "steps": [s for s in LIFE.open_to(one, person) if not (own and s.name == "grant")],
        "own": own and one.status == Status.ASKED,
        "when": _when,
        "told": journal.story(one),
        "said": {name: s.done for name, s in LIFE.steps.items()} | {"ask": _("已登记申请")},
    }
    return _shown(request, "erasure.html", "_erasure.html", given)


def _shown(request: HttpRequest, page: str, fragment: str, given: dict[str, Any]) -> HttpResponse:
    """Show a page; scripts get what changes in it alone."""
    alone = request.headers.get("X-Requested-With") == "live-region"
    template = f"privacy/{fragment if alone else page}"
    return render(request, template, framed(request, "privacy", **given))


def _when(moment: datetime) -> str:
    """Say a moment in full: the record is read on paper, years later."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _waits(one: Erasure) -> str:
    """Say what a request that is not done with waits for."""
    waits = queries.under_way(one.caller) if one.status in (Status.ASKED, Status.GRANTED) else []
    return queries.waits_for(waits) if waits else ""


def _said(erased: Mapping[str, int]) -> list[tuple[object, int]]:
    """Return what was emptied, by the words that readers know."""
    words = {table.model._meta.label_lower: register.label(table) for table in register.tables()}
    return [(words.get(name, name), n) for name, n in sorted(erased.items())]

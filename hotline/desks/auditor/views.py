"""The auditor's page, and the same as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from hotline.desks.operator import shell
from hotline.life.door import key_of
from hotline.life.once import once
from hotline.people.guards import right, role_required
from hotline.people.models import Person
from hotline.people.roles import RIGHTS
from hotline.today import today

from . import actions, seals, sheet, subjects, wording
from .entries import Asked, page
from .forms import NOT_FOUND, FilterForm, kinds, people
from .groups import GROUPS


@right("read_journal")
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Show who did what, the latest first."""
    person, form = shell.reader(request), FilterForm(request.GET)
    asked = form.asked(person)
    typed = form.cleaned_data.get("q") or ""
    about = subjects.find(typed, person=person) if typed else ""
    if about:  # the number itself stays out of the address
        return redirect(f"{request.path}?{urlencode({**asked.address, 'about': about})}")
    if typed:
        messages.warning(request, NOT_FOUND % {"typed": typed})
    actions.read_journal(by=person, about=asked.about)
    context = shell.around(request, "audit") | _listed(
        asked, person, form.cleaned_data.get("before")
    )
    context |= {"groups": GROUPS, "people": people(), "kinds": kinds(), "state": seals.state()}
    return shell.show(request, "auditor/audit.html", context)


@role_required(RIGHTS["read_journal"] & RIGHTS["export"])
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Give what is asked for as a file, and write down that it was given."""
    person = shell.reader(request)
    asked = FilterForm(request.POST).asked(person)

    def act() -> str:
        actions.export(by=person, what=asked.address)
        return "export"

    once(person, key_of(request), act)
    response = StreamingHttpResponse(
        sheet.written(asked, person=person), content_type="text/csv; charset=utf-8"
    )
    day = today()
    response["Content-Disposition"] = f'attachment; filename="journal-{day:%Y%m%d}.csv"'
    return response


def _listed(asked: Asked, person: Person, before: int | None) -> dict[str, Any]:
    found = page(asked, before=before)
    about = subjects.named([_pair(asked.about)], person=person) if asked.reach else {}
    return {
        "asked": asked,
        "group": GROUPS[asked.group],
        "lines": wording.lines(found.entries, person=person),
        "about": next(iter(about.values()), None),
        "narrowed": bool(asked.address.keys() - {"group"}),
        "first": f"?{urlencode(asked.address)}" if before else "",
        "next": f"?{urlencode({**asked.address, 'before': found.before})}" if found.before else "",
        "today": today(),
        "with_group": lambda name: f"?{urlencode({**asked.address, 'group': name})}",
    }


def _pair(about: str) -> tuple[str, int]:
    kind, _colon, pk = about.partition(":")
    return kind, int(pk)

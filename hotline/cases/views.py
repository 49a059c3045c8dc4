"""What is sent about a case: its steps, through the one door; drafts; the whole number, for a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from hotline.callers import actions as callers
from hotline.calls import queries as calls
from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import right, role_required, signed_in
from hotline.people.roles import DESK

from . import draft_door
from .forms import UnmaskForm
from .life import LIFE
from .models import Case


def _in_call(person: Any, case: Any) -> dict[str, Any]:
    """Say in which call it was said: the one at this person's desk, when it is with the case's caller."""
    call = calls.on_desk(person)
    if call is None or call.caller_id is None or call.caller_id != case.caller_id:
        return {}
    return {"call": call}


ON_THE_TELEPHONE = dict.fromkeys(("urge", "consent", "revoke"), _in_call)

step = signed_in(life.door(LIFE, Case, also=ON_THE_TELEPHONE))
"""Take a step of a case; the life says who may."""
undo = signed_in(life.undo_door(Case))
"""Take one's last step of a case back."""


@right("unmask")
@require_POST
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the caller's whole number, for a reason that stays in the journal; a repeat leaves no second entry."""
    person = life.signed_in(request)
    case = get_object_or_404(
        Case.objects.seen_by(person).filter(caller__isnull=False).select_related("caller"), pk=pk
    )
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)
    caller, why = case.caller, form.cleaned_data["why"]
    assert caller is not None
    shown: list[str] = []

    def act() -> str:
        shown.append(callers.unmask(caller, by=person, why=why))
        return ""

    once(person, life.key_of(request), act)
    number = shown[0] if shown else callers.show_again(caller, by=person)
    return render(request, "cases/_number.html", {"number": number})


@role_required(DESK)
@require_http_methods(["GET", "PUT", "DELETE"])
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Give, keep or forget the draft that this person has under a key."""
    return draft_door.answer(request, key)

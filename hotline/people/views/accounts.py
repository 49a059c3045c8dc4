"""The administrator's pages: who works here, with which roles; each button one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.journal import queries as journal
from hotline.life.views import answer

from .. import actions, guards, lockout, queries
from ..forms import EngageForm, RolesForm, role_choices
from ..models import Person
from .frame import framed

Act = Callable[[HttpRequest, Person, Person], HttpResponse]
ACTS = {
    "engage": _("新建账号"),
}


@guards.role_required(guards.RIGHTS["unlock_people"])
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who has an account."""
    return _list(request, EngageForm())


@guards.right("manage_people")
@require_POST
def engage(request: HttpRequest) -> HttpResponse:
    """Make an account and show its page, where the link is made."""
    form = EngageForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    given = form.cleaned_data
    person = actions.engage(
        given["username"], name=given["name"], number=given["number"], role=form.role(),
        by=_me(request),
    )  # fmt: skip
    return redirect("people:person", pk=person.pk)


@guards.role_required(guards.RIGHTS["unlock_people"])
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account and what was done to it."""
    return _page(request, _whom(pk))

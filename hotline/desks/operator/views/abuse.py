"""Whoever abuses the line: an operator writes it down in one dialog of the call screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.calls.models import Call
from hotline.desks.operator import shell
from hotline.life import door as life
from hotline.life.asks import StepForm
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.roles import DESK
from hotline.restraints import actions as restraints
from hotline.restraints.life import WHY


@role_required(DESK)
@require_POST
def note_abuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a call was abuse; what follows, a leader decides."""
    person = shell.reader(request)
    call = get_object_or_404(Call.objects.seen_by(person), pk=pk)
    form = StepForm((WHY,), request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)

    def do() -> str:
        restraints.note(call, by=person, why=form.cleaned_data["why"])
        return _("恶意来电已登记，由值班长决定")

    return life.answer(request, once(person, life.key_of(request), do))

"""A citizen says that a provider did badly: an operator writes it down from the case, in one dialog."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.cases.models import Case
from hotline.desks.operator import shell
from hotline.discipline import actions as discipline
from hotline.discipline.forms import AboutWork
from hotline.discipline.life import VERIFIES
from hotline.discipline.models import Cause
from hotline.dispatch.models import Dispatch
from hotline.life import door
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.models import Person


def form_for(case: Case, person: Person, data: Any = None) -> AboutWork:
    """Return the form of a complaint about the work on a case."""
    work = Dispatch.objects.seen_by(person).filter(case=case)
    return AboutWork(data, work=work, auto_id=f"complain-{case.pk}-%s")


@role_required(VERIFIES)
@require_POST
def complain(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down what the citizen of a case says of a provider's work on it."""
    person = shell.reader(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    form = form_for(case, person, request.POST)
    if not form.is_valid():
        return door.not_understood(request, form)
    work, words = form.cleaned_data["dispatch"], form.cleaned_data["words"]

    def act() -> str:
        discipline.lodge(work.provider, by=person, cause=Cause.CITIZEN, words=words, dispatch=work)
        return _("投诉已登记，由值班长决定")

    return door.answer(request, once(person, door.key_of(request), act))

"""A case is given to a department from its page: by one press to whose it is, or to those that were chosen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.assignments.life import SENDS
from hotline.cases.models import Case
from hotline.desks.operator import actions, shell
from hotline.desks.operator.forms import SendForm
from hotline.life import door
from hotline.life.once import once
from hotline.people.guards import role_required


@role_required(SENDS)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a case to a unit, and to those that help."""
    person = shell.reader(request)
    rows = Case.objects.seen_by(person).select_related("service", "area__parent__parent")
    case = get_object_or_404(rows, pk=pk)
    form = SendForm(request.POST)
    if not form.is_valid():
        return door.not_understood(request, form)

    def act() -> str:
        sent = actions.send(case, by=person, **form.cleaned_data)
        return _("已交办给%(unit)s") % {"unit": sent.unit.short}

    return door.answer(request, once(person, door.key_of(request), act))

"""A worker says on his telephone from when until when his provider is away, and that it is back."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.absences import actions, queries
from hotline.absences.forms import AbsenceForm
from hotline.absences.life import LIFE
from hotline.absences.models import Absence
from hotline.desks.provider.frame import around, member_of, worker
from hotline.life import door
from hotline.people.guards import role_required
from hotline.people.roles import Role

workers_only = role_required(Role.PROVIDER)


@workers_only
@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """Show when the provider is away."""
    member, now = member_of(request), clock.now()
    person = worker(request)
    given = {
        "standing": queries.standing(member.provider, person=person, at=now),
        "past": queries.past(member.provider, person=person, at=now),
        "form": AbsenceForm(),
        "end": LIFE.steps["end"],
    }
    return render(request, "provider/absences.html", given | around(member, "absences"))


@workers_only
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Write an absence down."""
    member, form = member_of(request), AbsenceForm(request.POST)
    enter_own, to = partial(actions.enter, member.provider), reverse("job-absences")
    return door.filled(request, form, enter_own, _("已登记请假"), to=to)


step = workers_only(door.door(LIFE, Absence))
"""Take a step of an absence of one's own provider."""

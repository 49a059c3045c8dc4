"""When one provider is away: what is to come, what is past, and writing down what it says on the telephone."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.absences import actions, queries
from hotline.absences.forms import AbsenceForm
from hotline.absences.life import ENTERS, LIFE
from hotline.desks.members.frame import show_one
from hotline.desks.operator import shell
from hotline.life import door
from hotline.people import guards
from hotline.people.roles import STAFF
from hotline.providers.models import Provider


@guards.staff_only
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one provider's absences."""
    person, now = shell.reader(request), clock.now()
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    given = {
        "standing": queries.standing(provider, person=person, at=now),
        "past": queries.past(provider, person=person, at=now),
        "form": AbsenceForm() if person.role & ENTERS else None,
        "end": LIFE.steps["end"] if person.role & ENTERS else None,
    }
    return show_one(request, "absences.html", "absences", provider, given)


@guards.role_required(ENTERS & STAFF)
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an absence down for a provider."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    form = AbsenceForm(request.POST)
    to = reverse("members:absences", args=[pk])
    return door.filled(request, form, partial(actions.enter, provider), _("已登记请假"), to=to)

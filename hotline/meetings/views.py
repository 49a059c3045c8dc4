"""What is sent about meetings and resolutions: their steps through the one door, and what begins each."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.assignments.models import Assignment
from hotline.life import door as life
from hotline.life.keys import row_key
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import STAFF, Role

from . import actions, forms
from .life import CALLS, LIFE, RESOLUTION
from .models import Meeting, Resolution
from .resolving import actions as resolving

meeting_step = staff_only(life.door(LIFE, Meeting))
"""Take a step of a meeting."""
resolution_step = role_required(STAFF | Role.DEPARTMENT)(life.door(RESOLUTION, Resolution))
"""Take a step of a resolution: its unit reports, the line closes it."""


@role_required(CALLS)
@require_POST
def call_meeting(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    form = forms.CallForm(request.POST)
    to = reverse("oversight:meetings")
    return life.filled(request, form, actions.call_meeting, _("已通知开会"), to=to)


@role_required(CALLS)
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the ticked cases on the agenda of a meeting."""
    person = life.signed_in(request)
    meeting = get_object_or_404(Meeting.objects.seen_by(person), pk=pk)
    keys = [key for text in request.POST.getlist("pick") if (key := row_key(text)) is not None]
    chosen = forms.ticked(keys, Assignment.objects.seen_by(person))
    act = partial(actions.take_up_all, meeting, by=person, assignments=chosen)
    return life.done(request, act, _("已列入议题"))


@role_required(CALLS)
@require_POST
def take_up_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a case on the agenda by its number, stuck or not."""
    person = life.signed_in(request)
    meeting = get_object_or_404(Meeting.objects.seen_by(person), pk=pk)
    form = forms.CaseForm(request.POST, person=person)
    return life.filled(request, form, partial(actions.take_up, meeting), _("已列入议题"))


@role_required(CALLS)
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a meeting resolved."""
    meeting = get_object_or_404(Meeting.objects.seen_by(life.signed_in(request)), pk=pk)
    form = forms.ResolutionForm(meeting, request.POST)
    return life.filled(request, form, partial(resolving.resolve, meeting), _("已记议定事项"))

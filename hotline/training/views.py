"""What is sent about courses and places: their steps through the one door, an announcement, a list of who came or passed."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import role_required, staff_only
from hotline.people.models import Person
from hotline.providers.life import VETS

from . import actions, forms, queries
from .life import LIFE, PLACES
from .models import Course, Place

step = staff_only(life.door(LIFE, Course))
"""Take a step of a course."""
place_step = staff_only(life.door(PLACES, Place))
"""Take a step of a worker's place."""


@role_required(VETS)
@require_POST
def announce(request: HttpRequest) -> HttpResponse:
    """Announce a course."""
    form = forms.AnnounceForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)
    person = life.signed_in(request)

    def act() -> str:
        return str(actions.announce(**form.cleaned_data, by=person).pk)

    made = once(person, life.key_of(request), act)
    return life.answer(request, _("已安排培训"), to=reverse("members:course", args=[made]))


@role_required(VETS)
@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Put workers on the list."""
    course = _course(request, pk)
    # Whoever is on the list already is understood too: sent twice, it gets the first one's answer.
    form = forms.EnrolForm(request.POST, rows=queries.workers())
    return life.filled(request, form, partial(actions.enrol, course), _("已报名"))


@role_required(VETS)
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came."""
    course = _course(request, pk)
    form = forms.ListForm(request.POST, among=_keys(course))

    def held(*, by: Person, places: list[int]) -> None:
        actions.hold(course, by=by, present=places)

    return life.filled(request, form, held, _("到课已登记"))


@role_required(VETS)
@require_POST
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who passed."""
    course = _course(request, pk)
    form = forms.ExamineForm(request.POST, among=_keys(course))

    def examined(*, by: Person, places: list[int], until_on: date) -> None:
        actions.examine(course, by=by, passed=places, until_on=until_on)

    return life.filled(request, form, examined, _("考核已登记"))


def _course(request: HttpRequest, pk: int) -> Course:
    return get_object_or_404(Course.objects.seen_by(life.signed_in(request)), pk=pk)


def _keys(course: Course) -> list[int]:
    return list(course.places.values_list("pk", flat=True))

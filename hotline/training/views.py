"""What is sent about courses and places: their steps through the one door, an announcement, a list of who came or passed."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import role_required, staff_only
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
    person = life.signed_in(request)
    form = forms.EnrolForm(
        request.POST, rows=queries.workers()
    )  # sent twice, it is understood twice
    return _acted(
        request, form, _("已报名"),
        lambda: actions.enrol(course, by=person, members=form.cleaned_data["members"]),
    )  # fmt: skip


@role_required(VETS)
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came."""
    course = _course(request, pk)
    form = forms.ListForm(request.POST, among=_keys(course))
    return _acted(
        request, form, _("到课已登记"),
        lambda: actions.hold(
            course, by=life.signed_in(request), present=form.cleaned_data["places"]
        ),
    )  # fmt: skip


@role_required(VETS)
@require_POST
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who passed."""
    course = _course(request, pk)
    form = forms.ExamineForm(request.POST, among=_keys(course))
    return _acted(
        request, form, _("考核已登记"),
        lambda: actions.examine(
            course, by=life.signed_in(request), passed=form.cleaned_data["places"],
            until_on=form.cleaned_data["until_on"],
        ),
    )  # fmt: skip


def _acted(request: HttpRequest, form: Form, said: str, act: Callable[[], object]) -> HttpResponse:
    if not form.is_valid():
        return life.not_understood(request, form)

    def do() -> str:
        act()
        return said

    return life.answer(request, once(life.signed_in(request), life.key_of(request), do))


def _course(request: HttpRequest, pk: int) -> Course:
    return get_object_or_404(Course.objects.seen_by(life.signed_in(request)), pk=pk)


def _keys(course: Course) -> list[int]:
    return list(course.places.values_list("pk", flat=True))

"""What is sent about months, objections and exclusions: their steps through the one door, and what begins each."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.assignments.models import Assignment
from hotline.life import door as life
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import STAFF, Role

from . import actions, forms
from .excluding import actions as excluding
from .hearing import actions as hearing
from .life import EXCLUSION, JUDGES, LIFE, OBJECTION
from .models import Exclusion, Month, Objection, Standing

Filled = TypeVar("Filled", bound=Form)

month_step = staff_only(life.door(LIFE, Month))
"""Take a step of a month."""
objection_step = role_required(STAFF | Role.DEPARTMENT)(life.door(OBJECTION, Objection))
"""Take a step of an objection: the line answers it, its unit withdraws it."""
exclusion_step = staff_only(life.door(EXCLUSION, Exclusion))
"""Take a step of an exclusion."""


@role_required(JUDGES)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Let a month be assessed."""
    form = forms.MonthForm(request.POST)
    return life.filled(request, form, actions.begin, _("已开始考核"))


@role_required(JUDGES)
@require_POST
def set_weight(request: HttpRequest) -> HttpResponse:
    """Let a measure weigh otherwise from a month on."""
    form = forms.WeightForm(request.POST)
    return life.filled(request, form, actions.set_weight, _("已记下新的分值"))


@role_required(JUDGES)
@require_POST
def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that an assignment be left out of a unit's month."""
    standing, form = _about(request, pk, forms.ExclusionForm(request.POST))
    act = partial(excluding.exclude, standing)
    return life.filled(request, form, act, _("已申请剔除，等另一人批准"))


@role_required(Role.DEPARTMENT)
@require_POST
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a figure of one's own unit, or to one assignment in it."""
    standing, form = _about(request, pk, forms.ObjectionForm(request.POST))
    return life.filled(request, form, partial(hearing.object_to, standing), _("已提出异议"))


def _about(request: HttpRequest, pk: int, form: Filled) -> tuple[Standing, Filled]:
    """Return the standing that something is said of, and the form with the assignment that it names."""
    person = life.signed_in(request)
    standing = get_object_or_404(Standing.objects.seen_by(person), pk=pk)
    if form.is_valid():
        key = form.cleaned_data["assignment"]
        rows = Assignment.objects.seen_by(person)
        form.cleaned_data["assignment"] = get_object_or_404(rows, pk=key) if key else None
    return standing, form

"""What is sent about inspections and citations: their steps through the one door, and what begins each."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import STAFF, Role

from . import actions, forms
from .citing import actions as citing
from .life import CITATION, INSPECTS, LIFE
from .models import Citation, Inspection

inspection_step = role_required(STAFF | Role.DEPARTMENT)(life.door(LIFE, Inspection))
"""Take a step of an inspection: the line finds and closes, the unit answers."""
citation_step = staff_only(life.door(CITATION, Citation))
"""Take a step of a citation."""


@role_required(INSPECTS)
@require_POST
def plan_inspection(request: HttpRequest) -> HttpResponse:
    """Plan to look at a unit."""
    form = forms.PlanForm(request.POST)
    to = reverse("oversight:inspections")
    return life.filled(request, form, actions.plan_inspection, _("已安排督查"), to=to)


@role_required(INSPECTS)
@require_POST
def look_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at more cases."""
    rows = Inspection.objects.seen_by(life.signed_in(request)).select_related("unit")
    inspection = get_object_or_404(rows, pk=pk)
    form = forms.MoreForm(inspection, request.POST)
    return life.filled(request, form, partial(actions.look_at_all, inspection), _("已加上"))


@role_required(INSPECTS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose that a unit be cited."""
    form = forms.ProposeForm(request.POST)
    to = reverse("oversight:citations")
    return life.filled(request, form, citing.propose, _("已提请，等另一人批准"), to=to)

"""What is sent about units and contests: their steps through the one door, and a unit's word. The pages stand in a desk."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.people.guards import role_required
from hotline.people.roles import STAFF, Role

from . import actions
from .forms import ContestForm
from .life import CONTEST, CONTESTS, LIFE
from .models import Contest, Remit, Unit

KNOWS = STAFF | Role.DEPARTMENT
"""Who knows of units; each step says whose hand takes it."""

step = role_required(KNOWS)(life.door(LIFE, Unit))
"""Take a step of a unit."""
contest_step = role_required(KNOWS)(life.door(CONTEST, Contest))
"""Take a step of a contest."""


@role_required(CONTESTS)
@require_POST
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a remit is not its unit's: by the unit itself, or by the line in its name."""
    remit = get_object_or_404(Remit.objects.seen_by(life.signed_in(request)), pk=pk)
    form = ContestForm(request.POST)
    return life.filled(request, form, partial(actions.contest, remit), _("已提出职责争议"))

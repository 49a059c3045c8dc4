"""What is sent about visits and tasks: their steps through the one door, a plan, a task and who does it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.people.guards import role_required, staff_only
from hotline.providers.life import VETS
from hotline.providers.models import Provider

from . import actions, forms
from .life import LIFE, TASKS
from .models import Task, Visit

step = staff_only(life.door(LIFE, Visit))
"""Take a step of a visit."""
task_step = staff_only(life.door(TASKS, Task))
"""Take a step of a task."""


@role_required(VETS)
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a visit to a provider."""
    person = life.signed_in(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    form = forms.PlanForm(request.POST)
    return life.filled(request, form, partial(actions.plan, provider), _("已约定走访"))


@role_required(VETS)
@require_POST
def set_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a task that follows from a visit."""
    person = life.signed_in(request)
    visit = get_object_or_404(Visit.objects.seen_by(person), pk=pk)
    form = forms.TaskForm(request.POST)
    return life.filled(request, form, partial(actions.set_task, visit), _("任务已交代"))


@role_required(VETS)
@require_POST
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a task to somebody else."""
    person = life.signed_in(request)
    task = get_object_or_404(Task.objects.seen_by(person), pk=pk)
    form = forms.HandOnForm(request.POST)
    return life.filled(request, form, partial(actions.hand_on, task), _("已转给别人"))

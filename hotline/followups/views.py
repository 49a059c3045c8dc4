"""What is sent about call-backs: their steps, through the one door, and a call that nobody took."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.cases import drafts
from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import DESK
from hotline.ui import times

from . import actions
from .forms import AskForm
from .life import LIFE, Status
from .models import FollowUp

step = staff_only(life.door(LIFE, FollowUp))
"""Take a step of a call-back."""


@role_required(DESK)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the citizen said; the draft of it goes in the same transaction."""
    person = life.signed_in(request)
    followup = get_object_or_404(FollowUp.objects.seen_by(person), pk=pk)
    form = AskForm(request.POST, person=person, auto_id="ask-%s")
    if not form.is_valid():
        return life.not_understood(request, form)
    given = {name: value for name, value in form.cleaned_data.items() if value is not None}

    def act() -> str:
        with transaction.atomic():
            actions.ask(followup, by=person, **given)
            drafts.drop(f"followup-{pk}", by=person)
        return str(LIFE.steps["ask"].done)

    return life.answer(request, once(person, life.key_of(request), act))


@role_required(DESK)
@require_POST
def miss(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a call nobody took: it is owed again, or was the last."""
    person = life.signed_in(request)
    followup = get_object_or_404(FollowUp.objects.seen_by(person), pk=pk)

    def act() -> str:
        tried = actions.miss(followup, by=person)
        if tried.status == Status.DUE:
            return _("没打通，%(when)s再打") % {"when": times.day_hm(tried.due_at)}
        return _("打了 %(n)s 次都没打通，按联系不上办结") % {"n": tried.tries}

    return life.answer(request, once(person, life.key_of(request), act))

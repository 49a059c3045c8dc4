"""What is sent about appraisals: their steps through the one door, and drafting one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import role_required, staff_only
from hotline.providers.life import VETS
from hotline.providers.models import Provider

from . import actions, forms
from .life import LIFE
from .models import Appraisal

step = staff_only(life.door(LIFE, Appraisal))
"""Take a step of an appraisal."""


@role_required(VETS)
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the appraisal of a provider for a year."""
    person = life.signed_in(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    form = forms.DraftForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)

    def act() -> str:
        return str(actions.draft(provider, by=person, **form.cleaned_data).pk)

    made = once(person, life.key_of(request), act)
    return life.answer(request, _("已起草"), to=reverse("members:appraisal", args=[made]))

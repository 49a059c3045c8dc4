"""What is sent about bulletins: posting one, and their steps, through the one door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hotline.life import door as life
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.roles import STAFF, Role

from . import actions
from .forms import BulletinForm
from .life import LIFE, WRITES
from .models import Bulletin

step = role_required(STAFF | Role.PROVIDER)(life.door(LIFE, Bulletin))
"""Take a step of a bulletin: the staff theirs, a provider's worker his."""


@role_required(WRITES)
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    """Tell providers something."""
    person = life.signed_in(request)
    form = BulletinForm(person, request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)
    given = form.cleaned_data

    def act() -> str:
        told = actions.post(given.pop("title"), by=person, **given).receipts.count()
        return ngettext("已发给 %(n)s 家企业", "已发给 %(n)s 家企业", told) % {"n": told}

    return life.answer(request, once(person, life.key_of(request), act))

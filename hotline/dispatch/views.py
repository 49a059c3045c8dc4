"""What is sent about dispatches by the line's own people: the provider's answers given on the telephone, and offering."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.cases.models import Case
from hotline.life import views as life
from hotline.life.once import once
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import Role
from hotline.providers.models import Provider

from . import actions
from .life import LIFE
from .models import Dispatch

step = staff_only(life.door(LIFE, Dispatch))
"""Take a step of a dispatch; the provider's own page has a door of its own."""


@role_required(Role.OPERATOR | Role.LEADER)
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a case to the provider that was chosen, or to the first who can be asked."""
    person = life.signed_in(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    chosen = request.POST.get("provider", "")
    to = (
        get_object_or_404(Provider.objects.seen_by(person), pk=chosen) if chosen.isdigit() else None
    )

    def act() -> str:
        if to is None:
            dispatch = actions.offer_best(case, by=person)
        else:
            dispatch = actions.offer(case, to=to, by=person)
        return _("已派给%(provider)s") % {"provider": dispatch.provider.short_name}

    return life.answer(request, once(person, life.key_of(request.POST), act))

"""What is sent about dispatches by the line's own people: the provider's answers given on the telephone, and offering."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.calls import actions as calls
from hotline.cases.models import Case
from hotline.life import door as life
from hotline.life.errors import NotSo
from hotline.life.keys import row_key
from hotline.life.once import once
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import DESK, Role
from hotline.providers.models import Provider

from . import actions, queries
from .life import LIFE
from .models import Dispatch

step = staff_only(life.door(LIFE, Dispatch))
"""Take a step of a dispatch; the provider's own page has a door of its own."""


@role_required(Role.OPERATOR | Role.LEADER)
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a case to the provider that was chosen, to the one its citizen asked for, or to whoever is asked first."""
    person = life.signed_in(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    asked_for = row_key(request.POST.get("asked_for"))
    chosen = asked_for or row_key(request.POST.get("provider"))
    named = asked_for is not None or bool(request.POST.get("named"))
    to = (
        get_object_or_404(Provider.objects.seen_by(person), pk=chosen)
        if chosen is not None
        else None
    )

    def act() -> str:
        if to is None:
            dispatch = actions.offer_best(case, by=person)
        else:
            dispatch = (actions.offer_named if named else actions.offer)(case, to=to, by=person)
        return _("已派给%(provider)s") % {"provider": queries.whom(dispatch)}

    return life.answer(request, once(person, life.key_of(request), act))


@role_required(Role.OPERATOR | Role.LEADER)
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a case back to whoever did the work that is still under warranty."""
    person = life.signed_in(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    chosen = row_key(request.POST.get("of"))
    rows = Dispatch.objects.seen_by(person).select_related("provider", "case")
    former = get_object_or_404(rows, pk=chosen) if chosen is not None else None

    def act() -> str:
        if former is None:
            raise NotSo(_("请选是哪一单的保修。"))
        dispatch = actions.claim(case, of=former, by=person)
        told = {"provider": dispatch.provider.short_name, "first": former.provider.short_name}
        if dispatch.free:
            return _("已按保修派回%(provider)s，不收费") % told
        return _("%(first)s不能来，已派给%(provider)s，费用由%(first)s承担") % told

    return life.answer(request, once(person, life.key_of(request), act))


@role_required(DESK)
@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring the provider about its work."""
    person = life.signed_in(request)
    rows = Dispatch.objects.seen_by(person).select_related("provider", "case")
    dispatch = get_object_or_404(rows, pk=pk)

    def act() -> str:
        why = dispatch.case.number
        telephone = dispatch.provider.telephone
        calls.call_provider(telephone, by=person, why=why, about=dispatch.about)
        return _("正在呼叫%(provider)s，请拿起话机") % {"provider": dispatch.provider.short_name}

    return life.answer(request, once(person, life.key_of(request), act))

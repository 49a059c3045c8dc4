"""Ringing out from a page that knows the case: its citizen, also at night while it is in hand; whoever may help with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.callers.models import Caller
from hotline.calls import actions as calls
from hotline.cases.models import Case
from hotline.desks.operator import dialling, shell
from hotline.desks.operator.forms import DialForm
from hotline.followups.models import FollowUp
from hotline.life import door as life
from hotline.life.errors import NotSo
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.roles import DESK
from hotline.wishes.models import Wish


@role_required(DESK)
@require_POST
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring the citizen of a case."""
    cases = Case.objects.seen_by(shell.reader(request)).select_related("caller")
    case = get_object_or_404(cases, pk=pk)
    return _ring(request, case, why=case.number, about=case.about)


@role_required(DESK)
@require_POST
def ask_how_it_was(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring the citizen whom a call-back is owed."""
    rows = FollowUp.objects.seen_by(shell.reader(request)).select_related("case__caller")
    followup = get_object_or_404(rows, pk=pk)
    return _ring(request, followup.case, why=_("回访"), about=followup.about)


@role_required(DESK)
@require_POST
def ring_owed(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring whoever waits to be called, at night too: he asked for it, or rang himself a moment ago."""
    rows = Wish.objects.seen_by(shell.reader(request)).open()
    wish = get_object_or_404(rows.select_related("case__caller", "caller"), pk=pk)
    caller = wish.case.caller if wish.case else wish.caller
    why, about = str(wish.get_because_display()), (wish.case or wish).about
    return _ring_citizen(request, caller, why=why, about=about, alive=True)


@role_required(DESK)
@require_POST
def dial(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring a department or another number about a case, and say why."""
    person = shell.reader(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    form = DialForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)
    given = form.cleaned_data

    def do() -> str:
        calls.call_department(given["number"], by=person, why=given["why"], about=case.about)
        return _("正在呼出，请拿起话机")

    return life.answer(request, once(person, life.key_of(request), do))


def _ring(request: HttpRequest, case: Case, *, why: str, about: str) -> HttpResponse:
    alive = dialling.is_in_hand(case)
    return _ring_citizen(request, case.caller, why=why, about=about, alive=alive)


def _ring_citizen(
    request: HttpRequest, caller: Caller | None, *, why: str, about: str, alive: bool
) -> HttpResponse:
    if caller is None:
        raise NotSo(_("这张工单没有留下来电人。"))
    person = shell.reader(request)

    def do() -> str:
        calls.call_citizen(caller, by=person, why=why, about=about, alive=alive)
        return _("正在呼出，请拿起话机")

    return life.answer(request, once(person, life.key_of(request), do))

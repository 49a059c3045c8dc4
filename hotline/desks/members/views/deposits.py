"""What providers leave with the line: who is to top up, what waits for a second word, and the ledger of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.deposits import actions as deposits
from hotline.deposits import queries
from hotline.deposits.books import Act
from hotline.deposits.forms import AgreeForm, DrawForm, PayInForm, ReverseForm
from hotline.deposits.life import LIFE
from hotline.deposits.models import Draw, Voucher
from hotline.desks.members import acts
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.life.door import filled
from hotline.people import guards
from hotline.people.models import Person
from hotline.providers.life import WITHIN
from hotline.providers.models import Provider
from hotline.today import today


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every provider's deposit, and what somebody wants drawn."""
    person = shell.reader(request)
    given = {"accounts": queries.accounts(person), "asked": _asked(person)}
    return show(request, "deposits.html", "deposits", given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ledger of one provider: each line with what there was after it."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    account = queries.of_provider(provider, person)
    lines = queries.lines(account) if account else []
    given = {
        "account": account,
        "held": lines[-1].did.balance if lines else queries.NOUGHT,
        "lines": lines,
        "asked": [row for row in _asked(person) if row[0].account.provider_id == provider.pk],
        "may": person.may("manage_providers"),
        "person": person,
        "is_gone": provider.status not in WITHIN,
        "today": today(),
        "agree_form": AgreeForm(auto_id="agree-%s"),
        "pay_in_form": PayInForm(auto_id="pay-in-%s"),
        "draw_form": DrawForm(auto_id="draw-%s"),
        "reverse_form": ReverseForm(auto_id="reverse-%s"),
    }
    return show_one(request, "deposit.html", "deposit", provider, given)


@guards.staff_only
@require_POST
def agree_deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down how much a provider leaves with the line."""
    return _done(request, pk, AgreeForm, deposits.agree_deposit, _("已登记约定数额"))


@guards.staff_only
@require_POST
def pay_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Book what a provider has paid."""
    return _done(request, pk, PayInForm, deposits.pay_in, _("已入账"))


@guards.staff_only
@require_POST
def ask_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that something be drawn: for a claim, or, of one who is gone, to be paid back."""
    use = Act.DRAW if request.POST.get("use") != Act.PAY_BACK else Act.PAY_BACK

    def act(to: Provider, **given: object) -> object:
        return deposits.ask_draw(to, act=use, **given)  # type: ignore[arg-type]

    return _done(request, pk, DrawForm, act, _("已申请，等另一位批准"))


@guards.staff_only
@require_POST
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a wrong entry back."""
    person = shell.reader(request)
    voucher = get_object_or_404(Voucher.objects.seen_by(person), pk=pk)
    form = ReverseForm(request.POST)
    return filled(request, form, partial(deposits.reverse, voucher), _("已冲销"))


def _done(
    request: HttpRequest, pk: int, makes: type[forms.Form], do: Callable[..., object], said: str
) -> HttpResponse:
    """Do an act on a provider's deposit with what was filled in."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    form = makes(request.POST)
    return filled(request, form, partial(do, provider), said)


def _asked(person: Person) -> list[tuple[Draw, str, list[acts.Act]]]:
    """Return what waits for a second word: each with why, and what this person may say; who asked does not answer."""
    rows = list(queries.asked(person))
    why = queries.why(rows) if rows else {}
    return [(one, why.get(one.pk, ""), _acts(one, person)) for one in rows]


def _acts(draw: Draw, person: Person) -> list[acts.Act]:
    own = draw.asked_by_id == person.pk
    found = acts.open_to(LIFE, draw, person, "deposits:")
    return [one for one in found if (one.step.name == "withdraw") == own]

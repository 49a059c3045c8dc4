"""The doors of seats and calls: each turns a request into one action."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from hotline import clock
from hotline.callers import numbers
from hotline.callers.models import Caller
from hotline.life.door import answer as answered
from hotline.life.door import key_of, not_understood
from hotline.life.errors import NotNow
from hotline.life.keys import row_key
from hotline.life.once import once
from hotline.people.models import Person
from hotline.telephony.ari.addresses import name_of

from . import accounts, actions, queries, relays, tickets
from .breaks import Break
from .doors import act_in, at_desk, reader
from .forms import BreakForm, ConcludeForm, SeatForm
from .models import Outcome, Phone

View = Callable[..., HttpResponseBase]


def _seat(act: Callable[[Person], object], words: Callable[[], str]) -> View:
    """Make the door of one act at a seat."""

    @at_desk
    @require_POST
    def take(request: HttpRequest) -> HttpResponse:
        person = reader(request)

        def do() -> str:
            act(person)
            return words()

        return answered(request, once(person, key_of(request), do))

    return take


@at_desk
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take one's seat at a telephone, or change the telephone; a simulated one only in the demo."""
    person = reader(request)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    wanted, offered = form.cleaned_data["phone"], accounts.telephones()
    usual = Phone.SIMULATED if settings.CONFIGURATION.demo else Phone.SIP
    phone = wanted if wanted in offered else usual

    def do() -> str:
        actions.sign_in(person, phone=phone, outside=form.cleaned_data["outside"])
        return _("已签入坐席")

    return answered(request, once(person, key_of(request), do))


ready = _seat(actions.ready, lambda: _("已就绪，等下一通"))
sign_out = _seat(actions.sign_out, lambda: _("已签出坐席"))


@at_desk
@require_GET
@never_cache
def telephone(request: HttpRequest) -> HttpResponse:
    """Tell the telephone in a browser how it registers and what relays its sound, and give it a ticket to the switch.

    409 when the seat has none. The passwords stand in this answer alone: in no page, no address, no log.
    """
    person = reader(request)
    seat = queries.seat_of(person)
    account = accounts.of(seat) if seat else None
    if seat is None or account is None or not account.browser:
        return HttpResponse(status=409)
    here = tickets.Ticket(seat.about, name_of(seat.address))
    wanted = settings.CONFIGURATION
    return JsonResponse(
        {
            "seat": here.seat,
            "name": here.name,
            "password": account.password,
            "ticket": tickets.give(here),
            "relays": relays.servers(
                wanted.turn_urls, secret=wanted.turn_secret(), whose=here.name, now=clock.now()
            ),
        }
    )


@at_desk
@require_POST
@never_cache
def show_account(request: HttpRequest) -> HttpResponse:
    """Show once what a SIP telephone registers with."""
    person, shown = reader(request), list[accounts.Account]()

    def do() -> str:
        shown.append(actions.show_account(person))
        return ""

    once(person, key_of(request), do)
    if not shown:
        raise NotNow(_("密码只显示一次。没有记下的话，请重新选一次话机，会换新的密码。"))
    context = {
        "account": shown[0],
        "name": name_of(shown[0].address),
        "server": settings.CONFIGURATION.phones_address,
    }
    return render(request, "calls/account.html", context)


@at_desk
@require_POST
def take_break(request: HttpRequest) -> HttpResponse:
    """Rest for a while, and say why."""
    person = reader(request)
    form = BreakForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    why: Break | None = form.cleaned_data["why"] or None

    def do() -> str:
        actions.take_break(person, why=why)
        return _("已离席：%(why)s") % {"why": why.label} if why else _("已离席")

    return answered(request, once(person, key_of(request), do))


@at_desk
@require_POST
def lease(request: HttpRequest) -> HttpResponse:
    """Go on being there."""
    return HttpResponse(status=204 if actions.renew(reader(request)) else 410)


@at_desk
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick the simulated telephone up."""
    return act_in(request, pk, lambda call, by: actions.answer(call, by=by), _("正在接听"))


@at_desk
@require_POST
def hang_up(request: HttpRequest, pk: int) -> HttpResponse:
    """End the call, turn it away, or give up dialling."""
    return act_in(request, pk, lambda call, by: actions.hang_up(call, by=by), _("正在挂断"))


@at_desk
@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by one key what a call was that became no case."""
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    outcome: Outcome = form.cleaned_data["outcome"]
    said = _("这通电话记为“%(what)s”") % {"what": outcome.label}
    return act_in(
        request, pk, lambda call, by: actions.conclude(call, by=by, outcome=outcome), said
    )


@at_desk
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something to the caller of a simulated call."""
    text = request.POST.get("text", "")
    return act_in(request, pk, lambda call, by: actions.say(call, by=by, text=text), _("已说"))


@at_desk
@require_POST
def call_out(request: HttpRequest) -> HttpResponse:
    """Ring a citizen: one we know, or a number just typed."""
    person = reader(request)
    known, typed = row_key(request.POST.get("caller")), request.POST.get("number", "")
    whom = (
        get_object_or_404(Caller.objects.seen_by(person), pk=known)
        if known is not None
        else numbers.read(typed)
    )
    why, about = request.POST.get("why", "")[:200], request.POST.get("about", "")[:40]

    def do() -> str:
        actions.call_citizen(whom, by=person, why=why, about=about)
        return _("正在呼出，请拿起话机")

    return answered(request, once(person, key_of(request), do))

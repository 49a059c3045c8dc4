"""What people do at the telephone: take a seat, be ready, rest, leave; hang up, call out.

A seat is changed here at once; whatever needs the switch becomes a request that the switchboard
takes, so that nothing is lost while it restarts.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import queries as known
from hotline.callers.models import Caller
from hotline.callers.numbers import Number
from hotline.journal import log as journal
from hotline.journal import news
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import DESK, Role
from hotline.rules import queries as rules

from . import accounts, happenings, inbox, outbound, queries
from .breaks import PHONE_LOST, Break
from .memory import remember, state_of
from .models import REGISTERS, Call, Far, Outcome, Phone, Seat, SeatQuerySet
from .states import Direction, Forced, Leg, SeatState, Status

IN_CALL = (SeatState.RINGING, SeatState.TALKING, SeatState.LISTENING)
SETTLED = timedelta(seconds=3)
"""After so long it is known whether a telephone that broke is registered: the switch is asked every second."""
UNPLUG = "unplug"
"""News of a seat: whatever is connected by its account must be cut off."""
PICK_UP = "pick_up"
"""News of a call, to one person: the telephone in his browser picks it up."""


# -- seats ----------------------------------------------------------------------------------------


def sign_in(person: Person, *, phone: Phone = Phone.SIP, outside: str = "") -> Seat:
    """Take one's seat at a telephone, or change it; calls come only after `ready`.

    A telephone that registers gets a password of its own; *outside* is the number of one that does not.
    """
    if not person.role & DESK:
        raise NotYours(_("您的岗位没有坐席。"))
    number = outbound.own(outside, by=person) if phone == Phone.OUTSIDE else ""
    now = clock.now()
    with transaction.atomic():
        Seat.objects.get_or_create(
            operator=person,
            defaults={"address": f"seat:{person.number or person.pk}", "since_at": now},
        )
        seat = _hold(person)
        if seat.state in IN_CALL:  # his page came back in the middle of a call
            _renew(person)
            return seat
        seat.phone, seat.lease_until = phone, now + _lease()
        seat.outside_number = number or seat.outside_number
        _give_account(seat)
        _turn(seat, SeatState.AWAY, act="sign_in", by=person, phone=phone)
        if phone == Phone.SIMULATED:
            inbox.ask("plug_in", address=seat.address)
    return seat


def ready(person: Person) -> Seat:
    """Take the next call from now on."""
    with transaction.atomic():
        seat = _held_signed_in(person)
        if seat.state == SeatState.READY:
            return seat
        _out_of_call(seat)
        if seat.phone == Phone.BROWSER and not seat.online:
            raise NotNow(_("网页电话还没有连上，请先打开电话窗口。"))
        seat.idle_since = clock.now()
        _turn(seat, SeatState.READY, act="ready", by=person)
        inbox.wake()
    return seat


def take_break(person: Person, *, why: Break | None = None) -> Seat:
    """Take no call for a while, and stay signed in; *why* is shown to the floor."""
    with transaction.atomic():
        seat = _held_signed_in(person)
        _out_of_call(seat)
        _turn(seat, SeatState.AWAY, act="take_break", by=person, why=why.value if why else "")
    return seat


def sign_out(person: Person) -> Seat:
    """Leave the seat."""
    with transaction.atomic():
        seat = _held_signed_in(person)
        _out_of_call(seat)
        _leave(seat, act="sign_out", by=person)
    return seat


def renew(person: Person) -> bool:
    """Go on being there; leaves no entry. Says whether there was a seat to keep."""
    return bool(_renew(person))


def lapse(*, by: Person) -> int:
    """Take the seats back that nobody renews; one in a call keeps it."""
    gone = Seat.objects.filter(lease_until__lt=clock.now()).exclude(state__in=IN_CALL)
    taken = 0
    for pk in list(gone.values_list("pk", flat=True)):
        with transaction.atomic():
            seat = gone.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()
            if seat:
                _leave(seat, act="lapse", by=by)
                taken += 1
    return taken


def vacate(person: Person, *, by: Person) -> None:
    """Take the seat of somebody back who has gone home; one in a call keeps it until the call is over."""
    with transaction.atomic():
        held = Seat.objects.select_for_update(no_key=True).filter(operator=person).first()
        if held and held.lease_until is not None and held.state not in IN_CALL:
            _leave(held, act="lapse", by=by)


def find_phone(address: str) -> None:
    """Note that a seat's telephone is registered; leaves no entry."""
    with transaction.atomic():
        for seat in _registered(address).filter(online=False):
            seat.online = True
            seat.save(update_fields=["online"])
            news.announce(seat.about, "find_phone")


def lose_phone(address: str, *, by: Person) -> None:
    """Note that a seat's telephone is no longer registered; a seat that was ready is set aside."""
    with transaction.atomic():
        for seat in _registered(address).filter(online=True):
            seat.online = False
            if seat.state == SeatState.READY:
                _turn(seat, SeatState.AWAY, act="lose_phone", by=by, why=PHONE_LOST)
            else:
                seat.save(update_fields=["online"])
                news.announce(seat.about, "lose_phone")


def bring_back(*, by: Person) -> None:
    """Let seats be ready again whose telephone broke in a talk and is back, while the caller whom they lost is kept for them."""
    now = clock.now()
    since, settled = now - rules.book().time("return_s"), now - SETTLED
    with transaction.atomic():
        back = Seat.objects.broken_since(since).filter(online=True, since_at__lte=settled)
        for seat in back.select_for_update(no_key=True, skip_locked=True):
            waits = Call.objects.queued().filter(operator=seat.operator_id)
            if waits.filter(answered_at__isnull=False).exists():
                seat.idle_since = now
                _turn(seat, SeatState.READY, act="ready", by=by)


def show_account(person: Person) -> accounts.Account:
    """Show somebody what his SIP telephone registers with, once."""
    with transaction.atomic():
        seat = _held_signed_in(person)
        account = accounts.of(seat)
        if account is None or seat.phone != Phone.SIP:
            raise NotNow(_("现在用的不是话机。"))
        if seat.shown_at is not None:
            raise NotNow(_("密码只显示一次。没有记下的话，请重新选一次话机，会换新的密码。"))
        seat.shown_at = clock.now()
        journal.write(act="show_account", about=seat, by=person, locked=True)
        seat.save(update_fields=["shown_at", "head"])
    return account


def force(seat: Seat, *, to: Forced, by: Person, why: str) -> Seat:
    """Let a colleague's seat be ready, rest or be left, on a leader's word; never in the middle of a call."""
    if not by.role & Role.LEADER:
        raise NotYours(_("只有值班长能改别人的坐席。"))
    if not why.strip():
        raise NotSo(_("请写明原因。"))
    with transaction.atomic():
        held = _held_signed_in(seat.operator)
        _out_of_call(held)
        if to == Forced.OUT:
            _give_up(held)
        elif to == Forced.READY:
            held.idle_since = clock.now()
            inbox.wake()
        state = SeatState.READY if to == Forced.READY else SeatState.AWAY
        _turn(held, state, act="force", by=by, to=to, why=journal.Said(why.strip()))
    return held


def _leave(seat: Seat, *, act: str, by: Person) -> None:
    _give_up(seat)
    _turn(seat, SeatState.AWAY, act=act, by=by)


def _give_up(seat: Seat) -> None:
    """End what makes a seat somebody's place: the lease, and the account of its telephone."""
    seat.lease_until = None
    _give_account(seat)


def _give_account(seat: Seat) -> None:
    """End the account there was, and begin another if somebody sits there whose telephone registers."""
    had = seat.account
    accounts.begin(seat)
    if had or seat.account:
        inbox.ask("account", address=seat.address)
        news.announce(seat.about, UNPLUG)


def _registered(address: str) -> SeatQuerySet:
    seats = Seat.objects.select_for_update(no_key=True)
    return seats.filter(address=address, phone__in=REGISTERS)


def _renew(person: Person) -> int:
    mine = Seat.objects.filter(operator=person, lease_until__isnull=False)
    return mine.update(lease_until=clock.now() + _lease())


def _hold(person: Person) -> Seat:
    seat = Seat.objects.select_for_update(no_key=True).filter(operator=person).first()
    if seat is None:
        raise NotNow(_("请先签入坐席。"))
    return seat


def _held_signed_in(person: Person) -> Seat:
    seat = _hold(person)
    if seat.lease_until is None:
        raise NotNow(_("您的坐席已经签出，请重新签入。"))
    return seat


def _out_of_call(seat: Seat) -> None:
    if seat.state in IN_CALL:
        raise NotNow(_("通话还没有结束。"))


def _turn(
    seat: Seat, state: SeatState, *, act: str, by: Person, why: str = "", **said: object
) -> None:
    """Let a held seat do something else from now on, on a person's word."""
    was, seat.state = seat.state, state
    seat.why, seat.since_at = why, clock.now()
    said = {"why": why, **said}
    journal.write(act=act, about=seat, by=by, was=was, now=state, said=said, locked=True)
    seat.save()


def _lease() -> timedelta:
    return rules.book().time("presence_s")


# -- calls ----------------------------------------------------------------------------------------


def pick_up(call: Call, *, by: Person) -> None:
    """Let the telephone in somebody's browser pick this call up: now, or as soon as it rings."""
    news.announce(call.about, PICK_UP, to=by.about)


def answer(call: Call, *, by: Person) -> None:
    """Pick up the telephone on the page; a real one is picked up by hand."""
    seat = Seat.objects.filter(operator=by, call=call).first()
    if seat is None:
        raise NotYours(_("这通电话没有分给您。"))
    if seat.phone == Phone.BROWSER:
        pick_up(call, by=by)
    elif seat.phone == Phone.SIMULATED:
        inbox.ask("answer", address=seat.address)
    else:
        raise NotNow(_("请在话机上接听。"))


def hang_up(call: Call, *, by: Person) -> None:
    """End one's call, or one's part in somebody else's; a shift leader may end any."""
    seat = Seat.objects.filter(operator=by, call=call).first()
    if seat is None and not by.role & Role.LEADER:
        raise NotYours(_("只能挂断自己的通话。"))
    if call.status == Status.ENDED:
        raise NotNow(_("通话已经结束。"))
    part = queries.part_in(call, seat) if seat else ""
    inbox.ask({"third": "leave", "ear": "unhear"}.get(part, "hang_up"), call=call)


def say(call: Call, *, by: Person, text: str) -> None:
    """Say something to the caller through the simulated telephone."""
    seat = Seat.objects.filter(operator=by, call=call, phone=Phone.SIMULATED).first()
    if seat is None:
        raise NotYours(_("只能在自己的模拟通话里说话。"))
    if text.strip():
        inbox.ask("speak", address=seat.address, call=call, text=text.strip()[:500])


def call_citizen(
    caller: Caller | Number, *, by: Person, why: str, about: str = "", alive: bool = False
) -> Call:
    """Ring a citizen: one's own telephone first, then his; he sees the line's number.

    At night only when *alive*: whoever asks knows that a matter of his is in hand right now.
    """
    number = caller if isinstance(caller, Number) else _number_of(caller)
    if not number.known:
        raise NotSo(_("请填写电话号码。"))
    outbound.check(number.dialled, by=by, citizen=True, alive=alive)
    if isinstance(caller, Number):
        caller = callers.take_down(number=caller, by=by)
    return _call_out(Call(far=Far.CITIZEN, caller=caller, subject=about), by=by, why=why)


def call_provider(number: str, *, by: Person, why: str, about: str = "") -> Call:
    """Ring a provider: one's own telephone first, then his; he sees the line's number."""
    return _call_number(number, Far.PROVIDER, by=by, why=why, about=about)


def call_department(number: str, *, by: Person, why: str, about: str = "") -> Call:
    """Ring a department, or whoever else may help with a case, and say why."""
    if not why.strip():
        raise NotSo(_("请写明为什么打这个电话。"))
    return _call_number(number, Far.DEPARTMENT, by=by, why=why, about=about)


def _call_number(number: str, far: Far, *, by: Person, why: str, about: str) -> Call:
    dialled = outbound.read(number)
    outbound.check(dialled, by=by)
    return _call_out(Call(far=far, provider_number=dialled, subject=about), by=by, why=why)


def _number_of(caller: Caller) -> Number:
    first = None if caller.erased_at else known.first_number(caller)
    if first is None:
        raise NotSo(_("这位来电人没有留下号码。"))
    return first.opened


def _call_out(call: Call, *, by: Person, why: str) -> Call:
    with transaction.atomic():
        seat = _held_signed_in(by)
        if seat.state in IN_CALL or seat.call_id:
            raise NotNow(_("您正在通话，先结束再打。"))
        call.direction, call.status = Direction.OUT, Status.CALLING
        call.operator, call.arrived_at = by, clock.now()
        call.line_number = settings.CONFIGURATION.line_number
        call.save()
        simulated = seat.phone == Phone.SIMULATED
        own = Leg(f"c{call.pk}-s1", seat=seat.pk, address=seat.rings_at, simulated=simulated)
        call.legs = {"seat": asdict(own)}
        said = {
            "why": journal.Said(why),
            "to": call.far,
            "for": call.subject,
            "caller": call.caller,
        }
        journal.write(act="call_out", about=call, by=by, said=said, locked=True)
        call.save(update_fields=["legs", "head"])
        remember(call.pk, 0, happenings.begun(state_of(call)))
        seat.call, seat.state, seat.since_at = call, SeatState.RINGING, clock.now()
        seat.save(update_fields=["call", "state", "since_at"])
        inbox.ask("call_out", call=call)
        pick_up(call, by=by)
        news.announce(seat.about, "ring")
    return call


def conclude(call: Call, *, by: Person, outcome: Outcome) -> None:
    """Say what an ended call was that became no case; whoever says it again corrects it."""
    if call.operator_id != by.pk and not by.role & Role.LEADER:
        raise NotYours(_("只能写明自己接的通话。"))
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if held.status != Status.ENDED:
            raise NotNow(_("通话还没有结束。"))
        if held.answered_at is None:
            raise NotSo(_("没有接通的通话不用写明。"))
        held.outcome = outcome
        journal.write(act="conclude", about=held, by=by, said={"outcome": outcome}, locked=True)
        held.save(update_fields=["outcome", "head"])

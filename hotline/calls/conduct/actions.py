"""What an operator does in the call he is in: hold, ask, speak as three, pass on, park, press keys; what a leader does in any.

Each checks who may and becomes a request that the switchboard takes; what follows from it is `machine`'s matter. A
leader's listening is written down at once: who listens is on record even when nothing was heard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.calls import inbox, outbound, queries
from hotline.calls.actions import IN_CALL, pick_up
from hotline.calls.models import Call, Phone, Seat
from hotline.calls.states import Direction, Hearing, SeatState, Status, Talk
from hotline.journal import log as journal
from hotline.journal import news
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.lines.models import Line
from hotline.people.models import Person
from hotline.people.roles import DESK, Role
from hotline.rules import queries as rules

from .whom import Whom

KEYS_MOST = 30
BOTH = (Talk.TOGETHER, Talk.HELD)
"""While there are only the caller and the operator."""
Need = Callable[[Call], None]
"""Raises a sentence when a call is not as an act needs it."""
IN_QUEUE = (Status.WAITING, Status.PROMISED, Status.RINGING, Status.PARKED, Status.TALKING)
"""Where a call stands that can be let wait again."""


# -- in one's own call ----------------------------------------------------------------------------


def hold(call: Call, *, by: Person) -> None:
    """Let the caller hear music for a while."""
    _want(call, by, "hold", talk=(Talk.TOGETHER,), needs=(_alone,))


def resume(call: Call, *, by: Person) -> None:
    """Speak with the caller again; a third who was asked is let go."""
    _want(call, by, "resume", talk=() if _third(call) else (Talk.HELD, Talk.ASIDE, Talk.THREE))


def ask(call: Call, *, by: Person, whom: Whom, aside: bool = True) -> None:
    """Ring a third: aside, while the caller hears music, or into the talk."""
    needs = (_alone, _can_be_rung(whom, by))
    _want(call, by, "ask", needs=needs, text=whom.who.value, **whom.given, aside=aside)


def join(call: Call, *, by: Person) -> None:
    """Let the third who was asked aside speak with both."""
    _want(call, by, "join", talk=(Talk.ASIDE,), needs=(_has_picked_up,))


def pass_on(call: Call, *, by: Person) -> None:
    """Leave the caller to the third who is there."""
    _want(call, by, "pass_on", talk=(Talk.ASIDE, Talk.THREE), needs=(_has_picked_up,))


def send(call: Call, *, by: Person, whom: Whom) -> None:
    """Send the caller to somebody else without waiting for him."""
    needs = (_alone, _can_be_rung(whom, by))
    given = {"text": whom.who.value, **whom.given}
    _want(call, by, "send", talk=BOTH, needs=needs, **given)


def park(call: Call, *, by: Person) -> None:
    """Let the caller hear music until anybody picks the call up."""
    most_s = rules.book()["park_s"]
    _want(call, by, "park", talk=BOTH, needs=(_alone, _from_outside), most_s=most_s)


def press(call: Call, *, by: Person, digits: str) -> None:
    """Press keys for the far end."""
    if not digits or len(digits) > KEYS_MOST or set(digits) - set("0123456789*#"):
        raise NotSo(_("只能按数字键、* 和 #。"))
    _want(call, by, "press", digits=digits)


def note(call: Call, *, by: Person, text: str) -> None:
    """Write a word about a call; it is the operator's own, and what was written before is replaced."""
    if call.operator_id != by.pk and not by.role & Role.LEADER:
        raise NotYours(_("只能给自己的通话写备注。"))
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        held.note = text.strip()[:2000]
        journal.write(act="note_call", about=held, by=by, locked=True)
        held.save(update_fields=["note", "head"])
        news.announce(held.about, "note")


# -- in any call ----------------------------------------------------------------------------------


def take(call: Call, *, by: Person) -> None:
    """Pick a waiting or a parked call out of its order, or a parked one up."""
    with transaction.atomic():
        seat = Seat.objects.select_for_update(no_key=True).filter(operator=by).first()
        if seat is None or seat.lease_until is None or seat.lease_until <= clock.now():
            raise NotNow(_("请先签入坐席。"))
        if seat.state in IN_CALL or seat.call_id:
            raise NotNow(_("您正在通话，先结束再接。"))
        if call.status not in (Status.WAITING, Status.PROMISED, Status.PARKED):
            raise NotNow(_("这通电话已经有人接了。"))
        simulated = seat.phone == Phone.SIMULATED
        ring = {"seat": seat.pk, "address": seat.rings_at, "simulated": simulated}
        inbox.ask("take", call=call, given=ring | {"ring_s": rules.book()["ring_s"]})
        pick_up(call, by=by)


def requeue(call: Call, *, by: Person, line: Line | None = None) -> None:
    """Let the caller wait again, on another line if one is named: one's own call, or any as a leader."""
    if not by.role & Role.LEADER:
        _own(call, by)
    _from_outside(call)
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if held.status not in IN_QUEUE:
            raise NotNow(_("通话已经结束，或者已经转出。"))
        _alone(held)
        if line is not None and line.pk != held.line_id:
            said = {"line": line, "from": held.line}
            held.line = line
            journal.write(act="move_call", about=held, by=by, said=said, locked=True)
            held.save(update_fields=["line", "head"])
            news.announce(held.about, "move")
        inbox.ask("requeue", call=held)


def hear(call: Call, *, by: Person, how: Hearing) -> None:
    """Listen to a call, whisper to its operator, or speak with both; said again, it is changed."""
    if not by.role & Role.LEADER:
        raise NotYours(_("只有值班长能监听通话。"))
    with transaction.atomic():
        seat = Seat.objects.select_for_update(no_key=True).filter(operator=by).first()
        if seat is None or seat.lease_until is None:
            raise NotNow(_("请先签入坐席。"))
        listening = seat.state == SeatState.LISTENING and seat.call_id == call.pk
        if (seat.state in IN_CALL or seat.call_id) and not listening:
            raise NotNow(_("您正在通话，先结束再监听。"))
        if call.status != Status.TALKING:
            raise NotNow(_("这通电话没有在通话。"))
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        journal.write(act="listen_in", about=held, by=by, said={"how": how}, locked=True)
        held.save(update_fields=["head"])
        simulated = seat.phone == Phone.SIMULATED
        given = {
            "how": how.value,
            "seat": seat.pk,
            "address": seat.rings_at,
            "simulated": simulated,
        }
        inbox.ask("hear", call=call, given=given)
        pick_up(call, by=by)


def unhear(call: Call, *, by: Person) -> None:
    """Stop listening."""
    if not Seat.objects.filter(operator=by, call=call, state=SeatState.LISTENING).exists():
        raise NotNow(_("您没有在监听这通电话。"))
    inbox.ask("unhear", call=call)


# -- within ---------------------------------------------------------------------------------------


def _want(
    call: Call,
    by: Person,
    wants: str,
    *,
    talk: tuple[Talk, ...] = (),
    needs: tuple[Need, ...] = (),
    text: str = "",
    **given: Any,
) -> None:
    _own(call, by)
    if call.status != Status.TALKING:
        raise NotNow(_("通话还没有接通，或者已经结束。"))
    if talk and call.talk not in talk:
        raise NotNow(_("现在不能这样做：%(how)s。") % {"how": Talk(call.talk).label})
    for need in needs:
        need(call)
    inbox.ask(wants, call=call, text=text, given=given)


def _own(call: Call, by: Person) -> None:
    """Let only the seat go on whose call it is; who was drawn in, or listens, only takes part."""
    seat = Seat.objects.filter(operator=by, call=call).first() if by.role & DESK else None
    if seat is None or queries.part_in(call, seat) != "seat":
        raise NotYours(_("只能操作自己的通话。"))


def _third(call: Call) -> dict[str, Any]:
    return call.legs.get("third") or {}


def _alone(call: Call) -> None:
    if _third(call):
        raise NotNow(_("已经叫了一位，先请他离开。"))


def _has_picked_up(call: Call) -> None:
    if not _third(call).get("up"):
        raise NotNow(_("对方还没有接起。"))


def _from_outside(call: Call) -> None:
    if call.direction != Direction.IN:
        raise NotNow(_("我们打出的电话不能驻留，也不能转去排队。"))


def _can_be_rung(whom: Whom, by: Person) -> Need:
    def check(_call: Call) -> None:
        if whom.seat is None:
            outbound.check(whom.number, by=by)
        elif whom.seat.operator_id == by.pk:
            raise NotSo(_("不能转给自己。"))
        elif whom.seat.state != SeatState.READY:
            raise NotNow(_("这个坐席现在不空闲。"))

    return check

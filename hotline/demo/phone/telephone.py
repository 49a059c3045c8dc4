"""What a made-up telephone shows: its state in words, what can be dialled and pressed in it, what was said and heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.callers import numbers
from hotline.callers.models import Title
from hotline.calls import queries
from hotline.calls.machine import EMERGENCIES
from hotline.calls.memory import state_of
from hotline.calls.models import Attitude, Call, Request, Result, Telephone
from hotline.calls.states import Status
from hotline.cases.life import Emergency
from hotline.demo import records
from hotline.lines.models import Line
from hotline.lines.queries import every as every_line
from hotline.lines.queries import of_number as line_of
from hotline.worktime.hours import ROUND_THE_CLOCK

from . import display
from .display import Bubble

LINGERS = timedelta(minutes=2)
"""How long the words of a call stay in the display after it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the sample callers."""

    name: str
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number that can be dialled: the line's own first, then those of its special lines."""

    number: str
    name: str | Promise
    hours: str
    """When it is served; empty round the clock."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole display."""

    number: str
    state: str
    """A key of `WORDS`."""
    word: str | Promise
    since: datetime | None
    ahead: int
    """How many wait before this caller."""
    display: str
    bubbles: list[Bubble]
    offers: list[tuple[str, str | Promise]]
    """Keys that do something now, each with what."""
    lines: list[Dialled]

    @property
    def rests(self) -> bool:
        """Say whether it has no call."""
        return self.state in RESTS


RESTS = ("idle", "promised", "missed")
WORDS: dict[str, str | Promise] = {
    "idle": _("没有通话"),
    "promised": _("位置保留着，等热线回电"),
    "missed": _("有一个未接来电"),
    "dialling": _("正在呼叫"),
    "ringing": _("来电"),
    "waiting": _("排队中"),
    "promising": _("位置已保留，可以挂机了"),
    "calling": _("正在接通受理员"),
    "talking": _("通话中"),
    "held": _("请稍等，正在听音乐"),
    "three": _("三方通话"),
    "told": _("热线播报"),
    "rating": _("请按键评价"),
}
"""What the telephone shows: three of them while it rests, the others by what becomes of its call."""


def samples() -> list[Sample]:
    """Return the sample callers in the order of their file."""
    return [
        Sample(
            _("%(name)s%(title)s") % {"name": row["surname"], "title": Title(row["title"]).label},
            _dialled(row["phone"]),
            row["address"],
        )
        for row in records.rows("callers")
    ]


def sayings() -> list[str]:
    """Return a few first sentences, others every time a minute begins."""
    all_of_them = [row["said"] for row in records.rows("utterances")]
    start = int(clock.now().timestamp() // 60) * 3
    return [all_of_them[(start + n) % len(all_of_them)] for n in range(3)]


def lines() -> list[Dialled]:
    """Return what can be dialled."""
    main = settings.CONFIGURATION.line_number
    numbers_of = {number: line for line in every_line() for number in line.numbers}
    reached = [main, *(number for number in numbers_of if number != main)]
    return [_can_be_dialled(number, line_of(number)) for number in reached]


def in_use() -> dict[str, str]:
    """Return the numbers of the telephones that are not idle, each with its state."""
    rows = Telephone.objects.filter(address__startswith="tel:").exclude(state="idle")
    found = rows.order_by("changed_at").values_list("address", "state")
    return {address.removeprefix("tel:"): state for address, state in found}


def shown(number: str) -> Shown:
    """Return what the telephone of *number* shows now."""
    phone = Telephone.objects.filter(address=f"tel:{number}").first()
    call = _call_of(phone)
    state = display.state(phone.state if phone else "idle", phone.leg if phone else "", call)
    return Shown(
        number=number,
        state=state,
        word=WORDS[state],
        since=_since(state, phone, call),
        ahead=_ahead(call) if call and state == "waiting" else 0,
        display=phone.shows if phone else "",
        bubbles=display.bubbles(phone, _done(number, call)),
        offers=_offers(state, call),
        lines=lines(),
    )


def _can_be_dialled(number: str, line: Line | None) -> Dialled:
    if line is None:
        return Dialled(number, _("热线"), "")
    return Dialled(number, line.name, "" if line.hours == ROUND_THE_CLOCK else line.hours)


def _since(state: str, phone: Telephone | None, call: Call | None) -> datetime | None:
    if state in RESTS:
        return None
    if call is None or call.status == Status.ENDED:
        return phone.changed_at if phone else None
    return call.answered_at if state in ("talking", "held", "three") else call.arrived_at


def _call_of(phone: Telephone | None) -> Call | None:
    """Return the call of this telephone that goes on, or the last one for a while."""
    call = queries.call_at(phone)
    if call and (call.ended_at is None or call.ended_at > clock.now() - LINGERS):
        return call
    return None


def _ahead(call: Call) -> int:
    return Call.objects.queued().filter(line=call.line_id, arrived_at__lt=call.arrived_at).count()


def _offers(state: str, call: Call | None) -> list[tuple[str, str | Promise]]:
    """Return the keys that the line asks for."""
    if state == "told":
        return [(key, Emergency(number).label) for key, number in EMERGENCIES.items()]
    if call and state == "waiting" and state_of(call).terms.may_keep_place:
        return [("1", _("请给我回电"))]
    if call and state == "rating" and call.result is None:
        asked = Attitude if call.attitude is None else Result
        return [(str(one.value), one.label) for one in asked]
    return []


def _done(number: str, call: Call | None) -> QuerySet[Request]:
    """Return what the holder of this telephone said and pressed in its call."""
    mine = Request.objects.filter(address=f"tel:{number}", wants__in=("speak", "press"))
    return mine.filter(made_at__gte=call.arrived_at) if call else mine.none()


def _dialled(typed: str) -> str:
    return numbers.read(typed).dialled

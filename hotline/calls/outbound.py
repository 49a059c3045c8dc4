"""Whether a number may be rung now, from this seat: the policy asked of today's calls, its answer in a sentence."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.callers import numbers
from hotline.life.errors import NotDone, NotNow, NotSo
from hotline.people.models import Person
from hotline.rules import queries as rules

from . import queries
from .policy import EMERGENCIES, No, why_not


def check(dialled: str, *, by: Person, citizen: bool = False, alive: bool = False) -> None:
    """Raise why a number is not rung; *alive* says that a citizen's own matter is in hand right now."""
    no = why_not(
        dialled,
        allowed=settings.CONFIGURATION.dial_prefixes,
        made=queries.made_today(by),
        at=timezone.localtime(clock.now()),
        rules=rules.book(),
        citizen=citizen,
        alive=alive,
    )
    if no is not None:
        raise _refused(no)


def read(typed: str) -> str:
    """Return what is dialled for a number as it is written down; raise what is wrong with it."""
    number = numbers.read(typed)
    if not number.known:
        raise NotSo(_("请填写电话号码。"))
    return number.dialled


def own(typed: str, *, by: Person) -> str:
    """Return what is dialled to reach somebody's own telephone outside; raise why the line does not ring him there."""
    dialled = read(typed)
    if dialled in (*EMERGENCIES, settings.CONFIGURATION.line_number):
        raise NotSo(_("这不是您自己的电话，请核对。"))
    check(dialled, by=by)
    return dialled


def _refused(no: No) -> NotDone:
    book = rules.book()
    match no:
        case No.NUMBER:
            return NotSo(_("这不是能拨的号码，请核对。"))
        case No.PREFIX:
            return NotSo(
                _("这个号码不在本线可以呼出的范围里（境外、声讯等），需要时请值班长处理。")
            )
        case No.SEAT:
            most = book["outbound_seat_day"]
            return NotNow(_("您今天的呼出已到 %(n)s 次上限，请值班长处理。") % {"n": most})
        case No.DAY:
            most = book["outbound_day"]
            return NotNow(_("全线今天的呼出已到 %(n)s 次上限，请值班长处理。") % {"n": most})
        case No.NIGHT:
            hours = {"until": book["callback_until_h"], "since": book["callback_from_h"]}
            return NotNow(
                _(
                    "现在是 %(until)s 点到次日 %(since)s 点的休息时间，这位市民没有正在办的事，白天再打。"
                )
                % hours
            )

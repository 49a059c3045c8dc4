"""Where a case stands, put into words for whoever asked: one sentence, what comes next and by when, the way so far.

It names the company that comes, never a person of it, nobody of the line, no number; of a secret matter neither
the matter nor the company.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from hotline import clock
from hotline.cases.life import Result, Status
from hotline.cases.models import Case
from hotline.dispatch import warranty
from hotline.dispatch.life import OPEN
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.dispatch.queries import charge
from hotline.today import today
from hotline.ui import times

CAME = (*OPEN, Work.DONE, Work.CONFIRMED)
"""The company that has the case, or has done it; who refused is nobody's business."""


@dataclass(frozen=True)
class Standing:
    """What stands at the top of the page."""

    headline: str
    next: str = ""


def work_of(case: Case) -> Dispatch | None:
    """Return the dispatch that the citizen may know of."""
    rows = Dispatch.objects.filter(case=case, status__in=CAME).select_related("provider")
    return rows.order_by("-pk").first()


def who_of(case: Case, work: Dispatch | None) -> str:
    """Name who comes: a company, a bureau."""
    if case.secret:
        return _("承办单位")
    if work is not None and work.status != Work.CONFIRMED:
        return work.provider.short_name
    return case.handler or (work.provider.short_name if work else "") or _("承办单位")


def warranted_until(case: Case, work: Dispatch | None) -> date | None:
    """Return until when the work is warranted, as long as it is; nothing of a secret matter."""
    if work is None or case.secret or work.done_at is None:
        return None
    until = work.warranty_until_on
    return until if warranty.covers(until, today()) else None


def matter_of(case: Case) -> str:
    """Say in a few words what it is about; nothing of a secret matter."""
    if case.secret:
        return ""
    if case.service:
        return case.service.name
    words = case.said.strip().splitlines()[0] if case.said.strip() else ""
    for mark in ("\u3002", "\uff0c", "\uff01", "\uff1f", "\uff1b", ". "):
        words = words.split(mark)[0]
    return words if len(words) <= 16 else words[:15] + "…"


def price_of(case: Case, work: Dispatch | None) -> str:
    """Say what was agreed that it costs, once somebody has said that he comes; nothing of a secret matter."""
    if case.secret or work is None or work.accepted_at is None:
        return ""
    return charge(work).words


def of(case: Case, work: Dispatch | None) -> Standing:
    """Return where a case stands, and what comes next."""
    who = who_of(case, work)
    if case.status == Status.IN_HAND and work is not None and work.status in OPEN:
        return _under_way(work, who)
    match case.status:
        case Status.OPEN:
            return Standing(_("记下了，正在找人办"), by(case.due_at, _("最迟 %(when)s 交给人办。")))
        case Status.IN_HAND:
            word = by(case.due_at, _("最迟 %(when)s 有结果。"))
            return Standing(_("%(who)s正在办") % {"who": who}, word)
        case Status.ANSWERED:
            return Standing(
                _("%(who)s说办好了，等您说一声好不好") % {"who": who},
                by(case.due_at, _("您不方便点，我们最迟 %(when)s 打电话问您。")),
            )
        case Status.CLOSED:
            return _closed(case)
    return _ended_otherwise(case)


def _under_way(work: Dispatch, who: str) -> Standing:
    promised = by(work.arrive_by_at, _("答应 %(when)s 前到。"))
    if work.status == Work.OFFERED:
        word = by(work.accept_by_at, _("最迟 %(when)s 有回音，不行就问下一家。"))
        return Standing(_("正在问%(who)s能不能来") % {"who": who}, word)
    if work.status == Work.ARRIVED:
        word = _("办好以后，我们会问您满不满意。")
        return Standing(_("%(who)s到了，正在办") % {"who": who}, word)
    said = _("%(who)s跟您说好了，就来") if work.status == Work.CONTACTED else _("%(who)s接了，就来")
    return Standing(said % {"who": who}, promised)


def _closed(case: Case) -> Standing:
    if case.result == Result.SOLVED:
        return Standing(_("办好了"), _("还有不对的地方，点下面，我们接着办。"))
    if case.result == Result.NOT_SOLVED:
        return Standing(_("办结了，没能解决"), _("有话要说，请打电话，有人接。"))
    return Standing(_("办结了"), _("还有不对的地方，点下面，我们接着办。"))


def _ended_otherwise(case: Case) -> Standing:
    match case.status:
        case Status.DECLINED:
            return Standing(_("这件事我们办不了"), _("不明白的，请打电话，有人接。"))
        case Status.WITHDRAWN:
            return Standing(_("您说不用办了"), _("又要办，请打电话，有人接。"))
        case Status.JOINED:
            asked = case.wants_call_back and case.caller_id is not None
            word = _("办完了会问您。") if asked else _("办完了，答复写在这里。")
            return Standing(_("跟同一件事并在一起办"), word)
        case Status.PASSED:
            to = case.get_passed_to_display()
            return Standing(
                _("已经转给 %(to)s") % {"to": to},
                _("急的话请直接打 %(n)s。") % {"n": case.passed_to},
            )
    return Standing(case.get_status_display())


def by(when: datetime | None, sentence: str) -> str:
    """Say by when; what is late is said to be late."""
    if when is None:
        return ""
    if when < clock.now():
        return _("比说好的慢了，我们正在催。")
    return sentence % {"when": times.day_hm(when)}

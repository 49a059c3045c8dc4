"""The operator's one press: a case written down and sent on its way, all of it or nothing.

It writes nothing itself; the acts of the packages below leave their entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.assignments import actions as assignments
from hotline.assignments.life import DECIDES
from hotline.assignments.models import Assignment
from hotline.callers import actions as callers
from hotline.callers.models import Caller
from hotline.callers.numbers import Number
from hotline.calls.models import Call
from hotline.cases import actions as cases
from hotline.cases import drafts
from hotline.cases.life import Status
from hotline.cases.models import Case, Kind, Urgency
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries as dispatching
from hotline.dispatch.models import Dispatch
from hotline.life import undoing
from hotline.life.errors import NotNow, NotYours
from hotline.people.models import Person
from hotline.providers.models import Provider

from . import assigned


class Then(TextChoices):
    """What is done with a case as soon as it is written down."""

    KEEP = "keep", gettext_lazy("存下，待派")
    OFFER = "offer", gettext_lazy("派单")
    ANSWER_AT_ONCE = "answer_at_once", gettext_lazy("直接答复")
    TELL_UNMET = "tell_unmet", gettext_lazy("目录外")
    DECLINE = "decline", gettext_lazy("不受理")
    PASS_ON = "pass_on", gettext_lazy("转紧急")


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who asks: whoever is on the telephone, or what a letter or a visitor says."""

    call: Call | None = None
    number: Number
    name: str = ""
    title: str = ""


@dataclass(frozen=True)
class Done:
    """What became of it, in a sentence."""

    case: Case
    said: str


def write_down(
    asked: cases.Asked,
    *,
    by: Person,
    who: Who,
    then: Then,
    to: Provider | None,
    given: Mapping[str, Any],
    draft: str,
    named: bool = False,
    into: Case | None = None,
    claimed: Dispatch | None = None,
    happened_at: datetime | None = None,
    consent: str = "",
) -> Done:
    """Take a case in and do with it what the operator pressed; the draft goes in the same transaction."""
    with transaction.atomic(savepoint=False):
        case = cases.take_in(
            asked, by=by, caller=_caller(who, by), call=who.call, happened_at=happened_at
        )
        if asked.secret and consent:
            cases.consent(case, by=by, words=consent, call=who.call)
        if into is not None:
            cases.join(case, by=by, into=into)
            said = _("已记下，并入 %(number)s") % {"number": into.number}
        elif claimed is not None:
            said = _sent(case, dispatch.claim(case, of=claimed, by=by))
        else:
            said = _go_on(case, by=by, then=then, to=to, named=named, given=given)
        drafts.drop(draft, by=by)
    return Done(case, said)


def urge(case: Case, *, by: Person, words: str, call: Call | None, draft: str) -> Done:
    """Note on the case there is that its caller asks again, instead of writing another; the draft goes with it."""
    with transaction.atomic(savepoint=False):
        case = cases.urge(case, by=by, words=words, call=call)
        drafts.drop(draft, by=by)
    told = {"number": case.number, "n": case.times_urged}
    return Done(case, _("已催办 %(number)s，第 %(n)s 次") % told)


def join_in(
    trouble: Case, *, by: Person, call: Call | None, said: str, wants_call_back: bool, draft: str
) -> Done:
    """Join whoever is on the telephone to a trouble of many: a light case of his own, in one act."""
    asked = cases.Asked(
        said=said or _("来电报同一件事：%(notice)s") % {"notice": trouble.notice},
        kind=Kind(trouble.kind),
        service=trouble.service,
        area=trouble.area,
        urgency=Urgency(trouble.urgency),
    )
    with transaction.atomic(savepoint=False):
        case = cases.take_in(asked, by=by, caller=call.caller if call else None, call=call)
        cases.join(case, by=by, into=trouble, wants_no_call=not wants_call_back)
        drafts.drop(draft, by=by)
    told = {"number": trouble.number, "code": case.query_code}
    if wants_call_back:
        return Done(case, _("已记入 %(number)s，答复后回电，查询码 %(code)s") % told)
    return Done(case, _("已记入 %(number)s，不用回电，查询码 %(code)s") % told)


def take_out(case: Case, *, by: Person) -> Done:
    """Take back that somebody was joined to a trouble of many: the light case that was written for it goes too."""
    if case.status != Status.JOINED:
        raise NotNow(_("这一件已经不在突发事件里。"))
    with transaction.atomic(savepoint=False):
        undoing.undo(case, by=by)
        case = cases.make_void(case, by=by, why=_("误记入突发事件"))
    return Done(case, _("已撤销，%(number)s 作废") % {"number": case.number})


def _caller(who: Who, by: Person) -> Caller | None:
    if who.call is not None and who.call.caller is not None:
        return who.call.caller
    if not who.number.known and not who.name:
        return None
    return callers.take_down(number=who.number, by=by, name=who.name, title=who.title)


def _go_on(
    case: Case,
    *,
    by: Person,
    then: Then,
    to: Provider | None,
    named: bool,
    given: Mapping[str, Any],
) -> str:
    told = {"number": case.number, "code": case.query_code}
    match then:
        case Then.OFFER:
            return _offer(case, by=by, to=to, named=named)
        case Then.TELL_UNMET:
            cases.tell_unmet(case, by=by)
            return _("工单 %(number)s 已记入目录外需求") % told
        case Then.ANSWER_AT_ONCE:
            cases.answer_at_once(case, by=by, **given)
            return _("工单 %(number)s 已直接答复") % told
        case Then.DECLINE:
            cases.decline(case, by=by, **given)
            return _("工单 %(number)s 不受理，已告知") % told
        case Then.PASS_ON:
            cases.pass_on(case, by=by, **given)
            return _("工单 %(number)s 已转紧急") % told
        case Then.KEEP:
            return _("工单 %(number)s 已存下，查询码 %(code)s") % told


def _offer(case: Case, *, by: Person, to: Provider | None, named: bool) -> str:
    give = dispatch.offer_named if named else dispatch.offer
    sent = dispatch.offer_best(case, by=by) if to is None else give(case, to=to, by=by)
    return _sent(case, sent)


def _sent(case: Case, sent: Dispatch) -> str:
    minutes = round((sent.accept_by_at - sent.offered_at).total_seconds() / 60)
    return _("工单 %(number)s 已派给%(provider)s，限 %(n)s 分钟接单") % {
        "number": case.number,
        "provider": dispatching.whom(sent),
        "n": minutes,
    }


def send(
    case: Case,
    *,
    by: Person,
    to: Unit,
    with_units: Iterable[Unit] = (),
    task: str = "",
    is_complex: bool = False,
) -> Assignment:
    """Give a case to a unit; whose it is where no remit says so, or its unit has given it back, a leader or a reviewer says."""
    proposal = departments.proposed(case)
    back = proposal.unit is not None and assigned.returned_by(
        case.assignments.all(), proposal.unit.pk
    )
    if (proposal.unit is None or back) and not by.role & DECIDES:
        why = _("%(unit)s已经退过这件。") % {"unit": proposal.unit.short} if proposal.unit else ""
        raise NotYours((why or str(proposal.reason)) + _("由值班长或审核员交办。"))
    helping = [one for one in with_units if one.pk != to.pk]
    return assignments.send(
        case, to=to, by=by, with_units=helping, task=task, is_complex=is_complex
    )

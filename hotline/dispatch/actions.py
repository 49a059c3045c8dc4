"""What is done with dispatches: one function for each step of `life.py`, and offering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, Urgency
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo
from hotline.people.models import Person
from hotline.providers.life import MAY_BE_SENT
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.ui.figures import money

from . import places, queries, warranty
from .life import LIFE, Refusal
from .models import Dispatch
from .ranking import Candidate


def offer(case: Case, *, to: Provider, by: Person) -> Dispatch:
    """Offer the case to a provider, who has some minutes to accept it."""
    with transaction.atomic():
        ranked = queries.candidates(case.service, case.area, asked=queries.asked_before(case))
        return _offer(case, to, by, ranked)


def offer_best(case: Case, *, by: Person) -> Dispatch:
    """Offer the case to the first who can be asked."""
    dispatch = _offer_next(case, by)
    if dispatch is None:
        raise NotSo(_("现在没有能接这张工单的企业，请电话联系或答复来电人。"))
    return dispatch


def claim(case: Case, *, of: Dispatch, by: Person) -> Dispatch:
    """Have work mended within its warranty: by whoever did it, else by another, at the cost of the first."""
    with transaction.atomic():
        rows.lock(Dispatch, [of.pk])  # of two who claim it the second is told
        if of not in queries.under_warranty(case):
            raise NotSo(_("这单活不在保修期里，或者不是这位来电人、这个地方的。"))
        first, asked = of.provider, queries.asked_before(case)
        if first.status in MAY_BE_SENT and first.pk not in asked:
            return _hand_to(case, first, by, [], mends=of)
        dispatch = _offer_next(case, by, mends=of)
    if dispatch is None:
        raise NotSo(
            _("%(provider)s 不能来返工，现在也没有别家能接，请电话联系或答复来电人。")
            % {"provider": first.short_name}
        )
    return dispatch


def _offer_next(case: Case, by: Person, *, mends: Dispatch | None = None) -> Dispatch | None:
    ranked = queries.candidates(case.service, case.area, asked=queries.asked_before(case))
    first = next((one for one in ranked if not one.left_out), None)
    if first is None:
        return None
    with transaction.atomic():
        return _offer(case, Provider.objects.get(pk=first.facts.provider), by, ranked, mends=mends)


def _offer(
    case: Case,
    to: Provider,
    by: Person,
    ranked: Sequence[Candidate],
    *,
    mends: Dispatch | None = None,
) -> Dispatch:
    chosen = next((one for one in ranked if one.facts.provider == to.pk), None)
    if chosen is None:
        raise NotSo(_("%(provider)s 不做这个小项。") % {"provider": to.short_name})
    if chosen.left_out:
        reasons = _("、").join(str(reason.label) for reason in chosen.left_out)
        raise NotSo(
            _("%(provider)s 现在不能派：%(why)s。") % {"provider": to.short_name, "why": reasons}
        )
    return _hand_to(case, to, by, ranked, mends=mends or queries.still_to_mend(case))


def _hand_to(
    case: Case, to: Provider, by: Person, ranked: Sequence[Candidate], *, mends: Dispatch | None
) -> Dispatch:
    now = clock.now()
    urgent = case.urgency == Urgency.URGENT
    own = mends is not None and mends.provider_id == to.pk
    starts_at = queries.works_from(to, case.service, at=now) if own else now
    accept_by_at = starts_at + rules.book().time("accept_urgent_min" if urgent else "accept_min")
    owed_by = mends.provider if mends is not None and not own else None
    cases.hand_over(case, by=by, to=to.short_name, due_at=accept_by_at)
    held = case.dispatches.open().select_related("provider").first()  # asked while the case is held
    if held is not None:
        raise NotNow(
            _("这张工单已经派给%(provider)s，请先取消那次派单。")
            % {"provider": held.provider.short_name}
        )
    dispatch = Dispatch(
        case=case,
        provider=to,
        offered_at=now,
        offered_by=by,
        accept_by_at=accept_by_at,
        ranked=[_remembered(one) for one in ranked],
        under_warranty=mends,
        owed_by=owed_by,
    )
    mended = mends.case if mends is not None else None
    LIFE.begin(dispatch, act="offer", by=by, case=case, provider=to, mends=mended, owed_by=owed_by)
    deadlines.start(dispatch, "accept", due_at=accept_by_at)
    return dispatch


def _remembered(one: Candidate) -> dict[str, Any]:
    """Keep of a candidate what answers "why was I not chosen?"."""
    return {
        "provider": one.facts.provider,
        "score": one.score,
        "left_out": [reason.value for reason in one.left_out],
        "open_jobs": one.facts.open_jobs,
    }


@LIFE.action
def accept(dispatch: Dispatch, *, by: Person) -> None:
    """The provider takes the job and somebody leaves at once."""
    deadlines.meet(dispatch, "accept")
    dispatch.accepted_at = clock.now()
    _promise_arrival(dispatch)


def _promise_arrival(dispatch: Dispatch) -> None:
    """Start the clock by which somebody is at the door, as the service promises."""
    promised = dispatch.case.service.promised_arrival_min if dispatch.case.service else None
    if promised:
        dispatch.arrive_by_at = clock.now() + timedelta(minutes=promised)
        deadlines.start(dispatch, "arrive", due_at=dispatch.arrive_by_at)
    cases.expect(dispatch.case, until=dispatch.arrive_by_at)


@LIFE.action
def contact(dispatch: Dispatch, *, by: Person) -> None:
    """The provider has spoken with the citizen."""
    dispatch.contacted_at = clock.now()


@LIFE.action
def arrive(dispatch: Dispatch, *, by: Person, place: str = "") -> Mapping[str, Any]:
    """The provider is at the door, and may say where that is; of a secret case no place is kept."""
    deadlines.meet(dispatch, "arrive")
    dispatch.arrived_at = clock.now()
    dispatch.arrived_place = "" if dispatch.case.secret else places.rounded(place)
    cases.expect(dispatch.case, until=None)
    return {"place": journal.Said(dispatch.arrived_place)}


@LIFE.action
def finish(
    dispatch: Dispatch,
    *,
    by: Person,
    answer: str,
    amount: Decimal | None = None,
    why_more: str = "",
    parts: str = "",
    warranty_days: int | None = None,
) -> None:
    """The provider says that it is done, for how much, and how long it stands by its work."""
    if dispatch.free:
        if amount:
            raise NotSo(_("保修返工不收费，收费请填 0 或不填。"))
        amount = Decimal(0)
    else:
        dispatch.above_list = _above_list(dispatch, amount, why_more)
    deadlines.drop(dispatch, "arrive")
    dispatch.done_at = clock.now()
    dispatch.amount, dispatch.parts = amount, parts
    if warranty_days is None and dispatch.case.service:
        warranty_days = dispatch.case.service.warranty_days
    first = dispatch.under_warranty
    dispatch.warranty_until_on = warranty.last_day(
        timezone.localdate(dispatch.done_at),
        warranty_days or 0,
        mended_until=first.warranty_until_on if first else None,
    )
    cases.answer(dispatch.case, by=by, answer=answer)


def _above_list(dispatch: Dispatch, amount: Decimal | None, why_more: str) -> Decimal | None:
    """Return by how much an amount is more than was promised; refuse it where nobody says why."""
    if amount is None:
        return None
    charge = queries.charge(dispatch)
    more = charge.above(amount, rules.book()["price_from_most_pct"])
    if more is not None and not why_more.strip():
        said = _("收费 %(amount)s，比说好的（%(price)s）多。请写明多收的原因。")
        raise NotSo(said % {"amount": money(amount), "price": charge.words})
    return more


@LIFE.action
def redo(dispatch: Dispatch, *, by: Person) -> None:
    """Send the provider again: whoever reviewed its answer found that it is none."""
    dispatch.done_at = dispatch.arrived_at = dispatch.contacted_at = None
    dispatch.arrived_place = ""
    _promise_arrival(dispatch)


@LIFE.action
def confirm(dispatch: Dispatch, *, by: Person) -> None:
    """The citizen, asked, says so too."""
    dispatch.ended_at = clock.now()


@LIFE.action
def fault(dispatch: Dispatch, *, by: Person) -> None:
    """The citizen, asked, is not content: the work must be done again."""
    dispatch.ended_at = clock.now()


@LIFE.action
def refuse(dispatch: Dispatch, *, by: Person, ground: Refusal, why: str = "") -> None:
    """The provider does not take the job; the next is asked by itself (`jobs.offer_next`)."""
    if dispatch.under_warranty_id and not why.strip():
        raise NotSo(_("保修返工不接的，要写明理由。"))
    deadlines.meet(dispatch, "accept")
    dispatch.refusal, dispatch.ended_at = ground, clock.now()


@LIFE.action
def lapse(dispatch: Dispatch, *, by: Person) -> None:
    """Nobody answered in time; the next is asked by itself (`jobs.offer_next`)."""
    dispatch.ended_at = clock.now()


@LIFE.action
def cancel(dispatch: Dispatch, *, by: Person, why: str) -> None:
    """Tell the provider not to come; a case that still goes on waits to be given to another."""
    deadlines.drop(dispatch, "accept")
    deadlines.drop(dispatch, "arrive")
    dispatch.ended_at = clock.now()
    if Case.objects.filter(pk=dispatch.case_id, status=CaseStatus.IN_HAND).exists():
        cases.take_back(dispatch.case, by=by, why=why)


@LIFE.action
def take_off(dispatch: Dispatch, *, by: Person, why: str) -> None:
    """Take the job from a provider that is not sent any more; it is offered to the next at once (`hand_on`)."""
    deadlines.drop(dispatch, "accept")
    deadlines.drop(dispatch, "arrive")
    dispatch.ended_at = clock.now()


@LIFE.action
def overrun(dispatch: Dispatch, *, by: Person) -> None:
    """Put on record that the provider did not arrive as promised."""


def offer_next(case: Case, *, by: Person) -> Dispatch | None:
    """Offer the case to the next who can be asked; when nobody is left, its operator is told."""
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        if case.status != CaseStatus.IN_HAND or case.dispatches.open().exists():
            return None  # somebody was quicker
        dispatch = _offer_next(case, by)
        if dispatch is None:
            cases.run_out(case, by=by)
    return dispatch


def hand_on(dispatch: Dispatch, *, by: Person, why: str) -> Dispatch | None:
    """Take a job from a provider that is gone and offer it to the next; its operator is told when nobody is left."""
    with transaction.atomic():
        take_off(dispatch, by=by, why=why)
        return offer_next(dispatch.case, by=by)

"""What is done with dispatches: one function for each step of `life.py`, and offering."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import wraps
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, Urgency
from hotline.catalogue.models import Service
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.providers.life import MAY_BE_SENT
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.ui.figures import money

from . import places, queries, record, warranty
from .life import LIFE, Refusal
from .models import Dispatch, ServiceMode
from .ranking import OF_SERVICE, LeftOut, Mode, Ranking

HANDLER_MOST = 120
"""As many letters as a case says of who has it."""
Take: TypeAlias = Callable[..., Dispatch]


def offer(case: Case, *, to: Provider, by: Person) -> Dispatch:
    """Offer the case to a provider that was picked, which has some minutes to accept it."""
    return _offer_to(case, to, by, None)


def offer_named(case: Case, *, to: Provider, by: Person) -> Dispatch:
    """Offer the case to the provider whom its citizen asked for: if it does not come, he is asked before another is."""
    return _offer_to(case, to, by, Mode.NAMED)


def offer_best(case: Case, *, by: Person) -> Dispatch:
    """Offer the case to whoever it is the service's way to ask first: to one, or to several at once."""
    with transaction.atomic():
        mode = queries.mode_of(case.service)
        if mode == Mode.NAMED:
            raise NotSo(
                _("“%(service)s”由市民点名，请先问市民要哪一家。") % {"service": case.service}
            )
        dispatches = _offer_next(case, by, mode)
        if not dispatches:
            raise NotSo(_("现在没有能接这张工单的企业，请电话联系或答复来电人。"))
    return dispatches[0]


def _offer_to(case: Case, to: Provider, by: Person, mode: Mode | None) -> Dispatch:
    with transaction.atomic():
        ranked = queries.for_case(case)
        _demand(ranked, to)
        [dispatch] = _offer(case, [to], by, ranked, mode or _how(ranked, to))
    return dispatch


def claim(case: Case, *, of: Dispatch, by: Person) -> Dispatch:
    """Have work mended within its warranty: by whoever did it, else by another, at the cost of the first."""
    with transaction.atomic():
        rows.lock(Dispatch, [of.pk])  # of two who claim it the second is told
        if of not in queries.under_warranty(case):
            raise NotSo(_("这单活不在保修期里，或者不是这位来电人、这个地方的。"))
        first, asked = of.provider, queries.asked_before(case)
        if first.status in MAY_BE_SENT and first.pk not in asked:
            [dispatch] = _offer(case, [first], by, Ranking(), Mode.PICKED, mends=of)
            return dispatch
        mode = queries.mode_of(case.service)
        others = _offer_next(case, by, Mode.BEST if mode == Mode.NAMED else mode, mends=of)
    if not others:
        raise NotSo(
            _("%(provider)s 不能来返工，现在也没有别家能接，请电话联系或答复来电人。")
            % {"provider": first.short_name}
        )
    return others[0]


def _how(ranked: Ranking, to: Provider) -> Mode:
    """Say how it came that one is asked who was picked: whoever stands first would have been asked anyhow."""
    if ranked.mode == Mode.NAMED:
        return Mode.NAMED
    first = ranked.candidates[0].facts.provider == to.pk
    return ranked.mode if first and ranked.mode != Mode.FIRST else Mode.PICKED


def _demand(ranked: Ranking, to: Provider) -> None:
    """Refuse a provider that cannot be asked, and say why."""
    if ranked.find(to.pk) is not None:
        return
    reason = ranked.reason(to.pk)
    if reason is None:
        raise NotSo(_("%(provider)s 不做这个小项。") % {"provider": to.short_name})
    raise NotSo(
        _("%(provider)s 现在不能派：%(why)s。") % {"provider": to.short_name, "why": reason.label}
    )


def _offer_next(
    case: Case, by: Person, mode: Mode, *, mends: Dispatch | None = None
) -> list[Dispatch]:
    """Offer the case to the first who can be asked, or to the first few where the first to take it has it."""
    ranked = queries.for_case(case, mode=mode)
    most = rules.book()["choice_first_most"] if mode == Mode.FIRST else 1
    chosen = [one.facts.provider for one in ranked.candidates[:most]]
    if not chosen:
        return []
    providers = Provider.objects.in_bulk(chosen)
    return _offer(case, [providers[key] for key in chosen], by, ranked, mode, mends=mends)


def _offer(
    case: Case,
    to: Sequence[Provider],
    by: Person,
    ranked: Ranking,
    mode: Mode,
    *,
    mends: Dispatch | None = None,
) -> list[Dispatch]:
    now = clock.now()
    mends = mends or queries.still_to_mend(case)
    own = mends is not None and [one.pk for one in to] == [mends.provider_id]
    starts_at = queries.works_from(to[0], case.service, at=now) if own else now
    urgent = case.urgency == Urgency.URGENT
    accept_by_at = starts_at + rules.book().time("accept_urgent_min" if urgent else "accept_min")
    names = _("、").join(one.short_name for one in to)
    cases.hand_over(case, by=by, to=names[:HANDLER_MOST], due_at=accept_by_at)
    held = case.dispatches.open().select_related("provider").first()  # asked while the case is held
    if held is not None:
        raise NotNow(
            _("这张工单已经派给%(provider)s，请先取消那次派单。")
            % {"provider": held.provider.short_name}
        )
    kept = record.keep(ranked)
    _hold(to)
    return [_offer_one(case, one, by, mode, now, accept_by_at, kept, mends) for one in to]


def _hold(providers: Sequence[Provider]) -> None:
    """Let nobody be sent off while it is offered a job: whoever was quicker, the other sees it."""
    for held in rows.lock(Provider, [one.pk for one in providers]):
        if held.status not in MAY_BE_SENT:
            why = LeftOut.STANDING.label
            raise NotSo(
                _("%(provider)s 现在不能派：%(why)s。") % {"provider": held.short_name, "why": why}
            )


def _offer_one(
    case: Case,
    to: Provider,
    by: Person,
    mode: Mode,
    now: datetime,
    accept_by_at: datetime,
    kept: dict[str, Any],
    mends: Dispatch | None,
) -> Dispatch:
    owed_by = mends.provider if mends is not None and mends.provider_id != to.pk else None
    dispatch = Dispatch(
        case=case,
        provider=to,
        offered_at=now,
        offered_by=by,
        accept_by_at=accept_by_at,
        mode=mode,
        code=case.service.code if case.service else "",
        ranked=kept,
        under_warranty=mends,
        owed_by=owed_by,
    )
    mended = mends.case if mends is not None else None
    said = {"mode": mode, "mends": mended, "owed_by": owed_by}
    LIFE.begin(dispatch, act="offer", by=by, case=case, provider=to, **said)
    deadlines.start(dispatch, "accept", due_at=accept_by_at)
    return dispatch


def _case_first(take: Take) -> Take:
    """Hold the case before the offer: of two who hold one each and want the other's, neither would go on."""

    @wraps(take)
    def held(dispatch: Dispatch, **given: Any) -> Dispatch:
        with transaction.atomic(savepoint=False):
            rows.lock(Case, [dispatch.case_id])
            return take(dispatch, **given)

    LIFE.actions[take.__name__] = held
    return held


@_case_first
@LIFE.action
def accept(dispatch: Dispatch, *, by: Person) -> None:
    """The provider takes the job and somebody leaves at once; others that were asked too need not."""
    deadlines.meet(dispatch, "accept")
    dispatch.accepted_at = clock.now()
    others = list(dispatch.case.dispatches.open().exclude(pk=dispatch.pk))
    if others:
        withdraw(others, by=the_clock())
        cases.hand_over(dispatch.case, by=the_clock(), to=dispatch.provider.short_name)
    _promise_arrival(dispatch)


@LIFE.action
def withdraw(dispatch: Dispatch, *, by: Person) -> None:
    """Take an offer back that several had: another was quicker."""
    deadlines.drop(dispatch, "accept")
    dispatch.ended_at = clock.now()


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
        raise NotSo(said % {"amount": money(amount), "price": charge.words}, field="why_more")
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
    dispatch.ended_at, dispatch.liked_pct = clock.now(), queries.liking(dispatch)


@LIFE.action
def fault(dispatch: Dispatch, *, by: Person) -> None:
    """The citizen, asked, is not content: the work must be done again."""
    dispatch.ended_at, dispatch.liked_pct = clock.now(), queries.liking(dispatch)


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


@_case_first
@LIFE.action
def cancel(dispatch: Dispatch, *, by: Person, why: str) -> None:
    """Tell the provider not to come; a case that still goes on and that nobody else was asked for waits to be given to another."""
    deadlines.drop(dispatch, "accept")
    deadlines.drop(dispatch, "arrive")
    dispatch.ended_at = clock.now()
    going = Case.objects.filter(pk=dispatch.case_id, status=CaseStatus.IN_HAND).exists()
    if going and not dispatch.case.dispatches.open().exclude(pk=dispatch.pk).exists():
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
    """Offer the case to the next who can be asked; when nobody is left, or its citizen must be asked, its operator is told."""
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        if case.status != CaseStatus.IN_HAND or case.dispatches.open().exists():
            return None  # somebody was quicker
        last = case.dispatches.select_related("provider").latest("pk")
        if last.mode == Mode.NAMED:
            told = {"provider": last.provider.short_name}
            why = _("市民点名的%(provider)s没有接，请先问市民要不要换一家。") % told
            cases.run_out(case, by=by, why=why)
            return None
        dispatches = _offer_next(case, by, queries.mode_of(case.service))
        if not dispatches:
            cases.run_out(case, by=by, why=_("能派的企业都问过了。"))
            return None
    return dispatches[0]


def hand_on(dispatch: Dispatch, *, by: Person, why: str) -> Dispatch | None:
    """Take a job from a provider that is gone and offer it to the next; its operator is told when nobody is left."""
    with transaction.atomic():
        take_off(dispatch, by=by, why=why)
        return offer_next(dispatch.case, by=by)


def set_mode(service: Service, *, mode: Mode, by: Person) -> ServiceMode:
    """Say how it is settled who is asked for a service, from now on."""
    if not by.may("manage_catalogue"):
        raise NotYours(_("只有值班长和管理员可以改目录"))
    if mode not in OF_SERVICE:
        raise NotSo(_("这种派单方式不能定给小项。"))
    with transaction.atomic():
        kept: ServiceMode
        kept, _new = ServiceMode.objects.update_or_create(
            code=service.code, defaults={"mode": mode}
        )
        journal.write(act="set_mode", about=kept, by=by, said={"service": service, "mode": mode})
    return kept

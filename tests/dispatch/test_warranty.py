"""A fault within the warranty goes back to whoever did the work, free of charge; if he does not come, another does at his cost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries, warranty
from hotline.dispatch.life import LIFE, Refusal, Status
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.life.errors import NotSo, NotYours
from hotline.providers import actions as providers
from hotline.providers.models import Provider
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import FIRST_DAY, RUIAN, Town, at

CHEN = "13800005126"
LAST_DAY = FIRST_DAY + timedelta(days=30)


def leak(town: Town, *, number: str = CHEN, address: str = "虹桥小区 3 幢 201") -> Case:
    """Take in a leaking pipe."""
    what = cases.Asked(
        said="水管漏水",
        service=town.services["水管维修"],
        area=town.places["虹桥"],
        address=address,
    )
    return cases.take_in(what, by=town.operator_28, caller=town.caller("陈", number))


def mended(town: Town, case: Case | None = None, *, amount: str = "60") -> Dispatch:
    """Have 家家乐 mend it, and Ms Chen be content."""
    job = dispatch.offer(case or leak(town), to=town.providers["家家乐"], by=town.operator_28)
    lin = town.people["lin"]
    dispatch.accept(job, by=lin)
    dispatch.finish(job, by=lin, answer="换了软管", amount=Decimal(amount))
    return as_it_is(job)


def done_on_the_first_day(town: Town) -> Dispatch:
    with clock.frozen(at(9, 0)):
        return mended(town)


def stand(town: Town, name: str, status: str) -> None:
    Provider.objects.filter(pk=town.providers[name].pk).update(status=status)


# -- the days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        (at(0, 0, day=LAST_DAY), True),
        (at(23, 59, day=LAST_DAY), True),
        (at(0, 0, day=LAST_DAY + timedelta(days=1)), False),
        (datetime(2012, 10, 26, 15, 59, 59, 999999, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2012, 10, 26, 16, 0, tzinfo=ZoneInfo("UTC")), False),
    ],
)
def test_the_last_day_counts_until_its_midnight_where_the_line_is(
    town: Town, moment: datetime, covered: bool
) -> None:
    former = done_on_the_first_day(town)
    assert former.warranty_until_on == LAST_DAY
    with clock.frozen(moment):
        assert queries.under_warranty(leak(town)) == ([former] if covered else [])


def test_what_counts_is_when_the_citizen_rang_not_when_somebody_came_to_it(town: Town) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(23, 58, day=LAST_DAY)):
        case = leak(town)
        minutes_pass(10)
        again = dispatch.claim(as_it_is(case), of=former, by=town.operator_28)
    assert again.under_warranty == former


def test_work_done_just_after_midnight_is_warranted_from_the_new_day(town: Town) -> None:
    with clock.frozen(at(0, 5)):
        assert mended(town).warranty_until_on == LAST_DAY
    with clock.frozen(at(23, 59, day=FIRST_DAY - timedelta(days=1))):
        assert mended(town, leak(town, number="13800005127")).warranty_until_on == (
            LAST_DAY - timedelta(days=1)
        )


days = some.dates(date(2012, 1, 1), date(2032, 1, 1))


@given(done=days, length=some.integers(0, 3650), told=some.integers(-5, 3660))
def test_a_warranty_of_so_many_days_covers_exactly_those(
    done: date, length: int, told: int
) -> None:
    until = warranty.last_day(done, length)
    on = done + timedelta(days=told)
    assert warranty.covers(until, on) == (length > 0 and told <= length)


@given(done=days, length=some.integers(0, 400), first=days | some.none())
def test_mended_work_never_has_less_than_the_first_had(
    done: date, length: int, first: date | None
) -> None:
    until = warranty.last_day(done, length, mended_until=first)
    assert first is None or (until is not None and until >= first)
    assert length == 0 or (until is not None and until >= done + timedelta(days=length))


@given(
    start=some.integers(0, 1439), length=some.integers(1, 1439), minute=some.integers(0, 3 * 1440)
)
def test_whoever_is_asked_outside_his_hours_is_asked_when_they_begin(
    start: int, length: int, minute: int
) -> None:
    end = (start + length) % 1440
    written = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    asked = datetime(2012, 9, 26, tzinfo=RUIAN) + timedelta(minutes=minute)
    begins = warranty.works_from(written, asked)
    inside = (asked.hour * 60 + asked.minute - start) % 1440 < length
    assert asked <= begins < asked + timedelta(days=1)
    assert (begins == asked) == inside or begins.minute + begins.hour * 60 == start


# -- the same provider, free of charge ------------------------------------------------------------


def test_the_fault_goes_back_to_the_same_provider_who_may_charge_nothing(town: Town) -> None:
    former = done_on_the_first_day(town)
    lin = town.people["lin"]
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        case = leak(town)
        again = dispatch.claim(case, of=former, by=town.operator_28)
        assert (again.provider, again.under_warranty, again.owed_by) == (
            former.provider, former, None,
        )  # fmt: skip
        assert again.free
        dispatch.accept(again, by=lin)
        with pytest.raises(NotSo, match="保修返工不收费"), transaction.atomic():
            dispatch.finish(again, by=lin, answer="修好了", amount=Decimal("0.01"))
        assert as_it_is(again).status == Status.ACCEPTED
        dispatch.finish(again, by=lin, answer="修好了")
    done = as_it_is(again)
    assert done.amount == 0
    assert done.warranty_until_on == LAST_DAY + timedelta(days=30)
    said = journal.story(again)[0]
    assert (said.entry.act, said.said["mends"]) == ("offer", former.case.about)


def test_a_short_warranty_on_the_mending_does_not_shorten_the_first(town: Town) -> None:
    former = done_on_the_first_day(town)
    lin = town.people["lin"]
    with clock.frozen(at(9, 0, day=FIRST_DAY + timedelta(days=1))):
        again = dispatch.claim(leak(town), of=former, by=town.operator_28)
        dispatch.accept(again, by=lin)
        dispatch.finish(again, by=lin, answer="修好了", warranty_days=1)
    assert as_it_is(again).warranty_until_on == LAST_DAY


def test_it_is_not_asked_whether_his_hands_are_free(town: Town) -> None:
    former = done_on_the_first_day(town)
    Provider.objects.filter(pk=former.provider_id).update(most_open=0)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        assert dispatch.claim(leak(town), of=former, by=town.operator_28).free


def test_outside_his_hours_his_minutes_begin_with_them(town: Town) -> None:
    former = done_on_the_first_day(town)
    former.provider.offers.update(hours="08:00-18:00")
    with clock.frozen(at(20, 0, day=LAST_DAY - timedelta(days=1))):
        again = dispatch.claim(leak(town), of=former, by=town.operator_28)
        minutes_pass(60)
        assert as_it_is(again).status == Status.OFFERED
    assert again.accept_by_at == at(8, 5, day=LAST_DAY)


def test_a_case_that_is_done_again_is_claimed_of_its_own_work(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        former = mended(town)
        minutes_pass(10)
        cases.do_again(as_it_is(former.case), by=town.operator_28, why="又漏了")
        the_house_reacts()
        again = dispatch.claim(as_it_is(former.case), of=former, by=town.operator_28)
    assert (again.case, again.free) == (former.case, True)


# -- whose it is ----------------------------------------------------------------------------------


def test_work_is_found_by_who_rings_and_by_where(town: Town) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        by_caller = leak(town, address="别处")
        by_place = leak(town, number="13800005999")
        neither = leak(town, number="13800005998", address="别处 1 号")
        nowhere = leak(town, number="13800005997", address="")
        assert queries.under_warranty(by_caller) == [former]
        assert queries.under_warranty(by_place) == [former]
        assert queries.under_warranty(neither) == queries.under_warranty(nowhere) == []
        with pytest.raises(NotSo, match="不在保修期"), transaction.atomic():
            dispatch.claim(neither, of=former, by=town.operator_28)
    assert neither.dispatches.count() == 0


def test_what_is_not_done_yet_or_was_never_done_is_not_warranted(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        before = leak(town)
        minutes_pass(1)
        job = dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
        dispatch.accept(job, by=town.people["lin"])
        assert queries.under_warranty(leak(town)) == []
        dispatch.finish(job, by=town.people["lin"], answer="好了")
        assert queries.under_warranty(before) == []  # rang before there was anything to warrant
        assert queries.under_warranty(leak(town)) == [as_it_is(job)]


def test_what_somebody_is_mending_or_has_mended_is_not_claimed_of_the_first_again(
    town: Town,
) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        again = dispatch.claim(leak(town), of=former, by=town.operator_28)
        other = leak(town)
        with pytest.raises(NotSo), transaction.atomic():
            dispatch.claim(other, of=former, by=town.operator_28)
        dispatch.accept(again, by=town.people["lin"])
        dispatch.finish(again, by=town.people["lin"], answer="好了")
        minutes_pass(1)
        assert queries.under_warranty(leak(town)) == [as_it_is(again)]


def test_a_worker_cannot_claim(town: Town) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        case = leak(town)
        with pytest.raises(NotYours), transaction.atomic():
            dispatch.claim(case, of=former, by=town.people["lin"])


# -- who does not come ----------------------------------------------------------------------------


def claimed(town: Town, former: Dispatch) -> Dispatch:
    return dispatch.claim(leak(town), of=former, by=town.operator_28)


def test_whoever_does_not_mend_his_work_says_why_and_owes_what_another_takes_for_it(
    town: Town,
) -> None:
    former = done_on_the_first_day(town)
    lin, pan = town.people["lin"], town.people["pan"]
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        job = claimed(town, former)
        for nothing in ("", "  "):
            with pytest.raises(NotSo, match="写明理由"), transaction.atomic():
                dispatch.refuse(job, by=lin, ground=Refusal.BUSY, why=nothing)
        assert as_it_is(job).status == Status.OFFERED
        dispatch.refuse(job, by=lin, ground=Refusal.BUSY, why="师傅都在外面")
        the_house_reacts()
        other = Dispatch.objects.open().get(case=job.case)
        assert (other.provider.short_name, other.under_warranty, other.owed_by) == (
            "老潘水电", former, former.provider,
        )  # fmt: skip
        assert not other.free
        dispatch.accept(other, by=pan)
        assert list(queries.owed(former.provider, town.leader)) == []  # nothing done, nothing owed
        dispatch.finish(other, by=pan, answer="修好了", amount=Decimal(80))
    [debt] = queries.owed(former.provider, town.leader)
    assert (debt.amount, debt.case) == (Decimal(80), job.case)
    assert journal.story(other)[0].said["owed_by"] == former.provider.about


def test_whoever_lets_it_lapse_owes_it_as_well(town: Town) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        job = claimed(town, former)
        minutes_pass(5)
        other = Dispatch.objects.open().get(case=job.case)
    assert as_it_is(job).status == Status.LAPSED
    assert (other.under_warranty, other.owed_by) == (former, former.provider)


@pytest.mark.parametrize("status", ["suspended", "left", "expelled"])
def test_of_one_who_may_not_be_sent_another_is_asked_at_once_at_his_cost(
    town: Town, status: str
) -> None:
    former = done_on_the_first_day(town)
    stand(town, "家家乐", status)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        other = claimed(town, former)
    assert (other.provider.short_name, other.owed_by) == ("老潘水电", former.provider)


def test_the_other_may_refuse_as_any_job_is_refused_and_the_debt_stays_the_firsts(
    town: Town,
) -> None:
    former = done_on_the_first_day(town)
    admin = town.people["admin"]
    third = providers.enter(
        "第三家", telephone="1", since_on=FIRST_DAY, by=admin, short_name="第三家"
    )
    providers.serve(third, town.services["水管维修"], areas=[town.places["瑞安"]], by=admin)
    stand(town, "家家乐", "left")
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        other = claimed(town, former)
        by = town.operator_28
        dispatch.refuse(other, by=by, ground=Refusal.BUSY, why="没人")
        the_house_reacts()
        last = Dispatch.objects.open().get(case=other.case)
    assert {other.provider.short_name, last.provider.short_name} == {"老潘水电", "第三家"}
    assert last.owed_by == former.provider


def test_one_who_has_refused_is_not_asked_again_when_it_is_claimed_once_more(town: Town) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        job = claimed(town, former)
        dispatch.refuse(job, by=town.people["lin"], ground=Refusal.BUSY, why="没人")
        the_house_reacts()
        other = Dispatch.objects.open().get(case=job.case)
        dispatch.cancel(other, by=town.operator_28, why="来电人改了时间")
        again = dispatch.claim(as_it_is(job.case), of=former, by=town.operator_28)
    assert (again.provider.short_name, again.owed_by) == ("老潘水电", former.provider)


def test_when_nobody_can_come_the_operator_is_told_and_nothing_is_written(town: Town) -> None:
    former = done_on_the_first_day(town)
    for name in ("家家乐", "老潘水电"):
        stand(town, name, "left")
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        case = leak(town)
        with pytest.raises(NotSo, match="家家乐 不能来返工"), transaction.atomic():
            dispatch.claim(case, of=former, by=town.operator_28)
    assert as_it_is(case).status == "open"


def test_a_cancelled_claim_leaves_an_ordinary_case(town: Town) -> None:
    """It was another pipe after all."""
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        job = claimed(town, former)
        dispatch.cancel(job, by=town.operator_28, why="不是同一处")
        other = dispatch.offer(
            as_it_is(job.case), to=town.providers["老潘水电"], by=town.operator_28
        )
    assert (other.under_warranty, other.owed_by) == (None, None)


def test_the_table_itself_knows_no_debt_without_a_warranty(town: Town) -> None:
    former = done_on_the_first_day(town)
    with pytest.raises(IntegrityError, match="dispatch_owed_is_warranted"), transaction.atomic():
        Dispatch.objects.filter(pk=former.pk).update(owed_by=former.provider)


def test_the_forms_ask_of_a_mender_no_amount_and_always_a_reason(town: Town) -> None:
    former = done_on_the_first_day(town)
    with clock.frozen(at(9, 0, day=LAST_DAY)):
        job = claimed(town, former)
    finish, refuse = LIFE.steps["finish"], LIFE.steps["refuse"]
    assert "amount" not in {ask.name for ask in warranty.asks(finish, job)}
    assert all(ask.required for ask in warranty.asks(refuse, job))
    assert warranty.asks(finish, former) == finish.asks
    assert warranty.asks(refuse, former) == refuse.asks

"""How a service is given out: in turn, to the first to take it, to whom its citizen names; and nobody is sent who must not be."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline import clock
from hotline.absences import actions as absences
from hotline.areas import actions as areas
from hotline.areas.models import Kind
from hotline.cases import actions as cases
from hotline.cases import queries as asked
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries
from hotline.dispatch.life import TAKEN, Refusal, Status
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import LeftOut, Mode
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers import actions as providers
from hotline.providers.life import Status as Standing
from hotline.providers.models import Offer, Provider
from hotline.rules import actions as rules
from tests import drills
from tests import town as cast
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import FIRST_DAY, Town, at

WHO = ("甲", "乙", "丙", "丁", "戊")


def leak(town: Town) -> Case:
    what = cases.Asked(said="水管漏水", service=town.services["水管维修"], area=town.places["虹桥"])
    return cases.take_in(what, by=town.operator_28, caller=town.caller("陈", "13800005126"))


def given_out(town: Town, mode: Mode) -> None:
    dispatch.set_mode(town.services["水管维修"], mode=mode, by=town.people["admin"])


def five(town: Town) -> dict[str, Person]:
    """Let five plumbers come, each with a worker, and no others; three are asked at once, or as many as there are."""
    admin = town.people["admin"]
    Offer.objects.all().delete()
    workers = {}
    for n, name in enumerate(WHO):
        one = providers.enter(
            name, telephone="13800000009", since_on=FIRST_DAY, by=admin, most_open=999
        )
        providers.serve(one, town.services["水管维修"], areas=[town.places["瑞安"]], by=admin)
        workers[name] = people.engage(f"w{n}", name=f"{name}师傅", role=Role.PROVIDER, by=admin)
        providers.send_member(
            one, workers[name], telephone=f"1380000001{n}", answers_offers=True, by=admin
        )
    return workers


def all_five(town: Town) -> dict[str, Person]:
    rules.set_rule("choice_first_most", value=5, by=town.leader, why="试")
    return five(town)


# -- set by whom ----------------------------------------------------------------------------------


def test_a_service_that_nobody_has_set_goes_to_the_best(town: Town) -> None:
    assert queries.mode_of(town.services["水管维修"]) == Mode.BEST
    given_out(town, Mode.ROTATION)
    given_out(town, Mode.FIRST)
    assert queries.modes() == {"SD01": Mode.FIRST}
    with pytest.raises(NotYours), transaction.atomic():
        dispatch.set_mode(town.services["水管维修"], mode=Mode.BEST, by=town.operator_28)
    with pytest.raises(NotSo), transaction.atomic():
        dispatch.set_mode(town.services["水管维修"], mode=Mode.PICKED, by=town.leader)


def test_it_is_set_on_the_page_by_those_who_manage_the_catalogue(town: Town) -> None:
    leader, operator = Client(), Client()
    leader.force_login(town.leader)
    operator.force_login(town.operator_28)
    page = leader.get("/providers/modes/").content.decode()
    assert "mode-SD01" in page
    assert "mode-SD01" not in operator.get("/providers/modes/").content.decode()
    sent = {"code": "SD01", "mode": "rotation", "key": "a"}
    assert operator.post("/providers/modes/set_mode", sent).status_code == 403
    assert leader.post("/providers/modes/set_mode", sent).status_code == 302
    assert queries.modes() == {"SD01": Mode.ROTATION}
    for wrong in ("picked", "", "x"):
        answer = leader.post("/providers/modes/set_mode", sent | {"mode": wrong})
        assert answer.status_code == 422, wrong
    assert leader.post("/providers/modes/set_mode", sent | {"code": "XX99"}).status_code == 404


# -- in turn --------------------------------------------------------------------------------------


def test_in_rotation_each_has_its_turn(town: Town) -> None:
    workers = five(town)
    given_out(town, Mode.ROTATION)
    Provider.objects.filter(name="戊").update(share_pct=50)
    order = []
    with clock.frozen(at(8)):
        for _n in range(18):
            clock.pass_time(timedelta(minutes=10))
            job = dispatch.offer_best(leak(town), by=town.operator_28)
            assert job.mode == Mode.ROTATION
            order.append(job.provider.name)
            dispatch.refuse(job, by=workers[job.provider.name], ground=Refusal.BUSY)
    assert order[:4] == ["甲", "乙", "丙", "丁"]
    assert [order.count(name) for name in WHO] == [4, 4, 4, 4, 2]


# -- the first to take it -------------------------------------------------------------------------


def test_several_are_asked_at_once_and_each_is_written_to(town: Town) -> None:
    five(town)
    given_out(town, Mode.FIRST)
    with clock.frozen(at(8)):
        job = dispatch.offer_best(leak(town), by=town.operator_28)
        the_house_reacts()
    case = as_it_is(job.case)
    assert [one.provider.name for one in case.dispatches.order_by("pk")] == ["甲", "乙", "丙"]
    assert {one.mode for one in case.dispatches.all()} == {Mode.FIRST}
    assert (case.status, case.handler) == (CaseStatus.IN_HAND, "甲、乙、丙")
    assert Deadline.objects.filter(kind="dispatch", name="accept", closed_at=None).count() == 3
    assert Message.objects.filter(text__contains="先接先得").count() == 3
    with pytest.raises(NotNow), transaction.atomic():
        dispatch.offer_best(case, by=town.operator_28)


def test_the_first_has_it_and_the_others_are_told_at_once(town: Town) -> None:
    workers = five(town)
    given_out(town, Mode.FIRST)
    with clock.frozen(at(8)):
        case = dispatch.offer_best(leak(town), by=town.operator_28).case
        jobs = {one.provider.name: one for one in case.dispatches.all()}
        won = dispatch.accept(jobs["乙"], by=workers["乙"])
        assert won.status == Status.ACCEPTED
        for name in ("甲", "丙"):
            assert as_it_is(jobs[name]).status == Status.WITHDRAWN
            assert as_it_is(jobs[name]).ended_at == at(8)
        with pytest.raises(NotNow, match="别家已接"), transaction.atomic():
            dispatch.accept(jobs["甲"], by=workers["甲"])
        the_house_reacts()
    assert as_it_is(case).handler == "乙"
    assert set(case.dispatches.open()) == {won}
    assert Message.objects.filter(text__contains="别家已接").count() == 2
    running = Deadline.objects.filter(kind="dispatch", closed_at=None)
    assert [(one.name, one.subject) for one in running] == [("arrive", won.pk)]


def test_the_next_are_asked_only_when_nobody_of_the_first_is_left(town: Town) -> None:
    workers = five(town)
    given_out(town, Mode.FIRST)
    with clock.frozen(at(8)):
        case = dispatch.offer_best(leak(town), by=town.operator_28).case
        for name, still in (("甲", 2), ("乙", 1)):
            dispatch.refuse(
                case.dispatches.get(provider__name=name), by=workers[name], ground=Refusal.BUSY
            )
            the_house_reacts()
            assert case.dispatches.open().count() == still
        minutes_pass(5)  # 丙 lets it lapse
        again = case.dispatches.open().order_by("pk")
        assert [one.provider.name for one in again] == ["丁", "戊"]
        minutes_pass(5)
    left = as_it_is(case)
    assert (left.status, left.handler) == (CaseStatus.OPEN, "")
    assert asked.ran_out(town.operator_28) == [case]


def test_one_of_several_can_be_told_not_to_come_and_the_others_still_may(town: Town) -> None:
    workers = five(town)
    given_out(town, Mode.FIRST)
    with clock.frozen(at(8)):
        case = dispatch.offer_best(leak(town), by=town.operator_28).case
        first, second, third = case.dispatches.order_by("pk")
        dispatch.cancel(first, by=town.operator_28, why="打错了")
        the_house_reacts()
        assert as_it_is(case).status == CaseStatus.IN_HAND
        assert set(case.dispatches.open()) == {second, third}
        dispatch.accept(third, by=workers["丙"])
        assert set(case.dispatches.open()) == {third}


def test_all_of_several_are_told_when_the_citizen_wants_it_no_more(town: Town) -> None:
    five(town)
    given_out(town, Mode.FIRST)
    with clock.frozen(at(8)):
        case = dispatch.offer_best(leak(town), by=town.operator_28).case
        cases.withdraw(as_it_is(case), by=town.operator_28, why="自己修好了")
        the_house_reacts()
    assert {one.status for one in case.dispatches.all()} == {Status.CANCELLED}


def test_the_operators_page_says_whose_each_button_is(town: Town) -> None:
    five(town)
    given_out(town, Mode.FIRST)
    desk = Client()
    desk.force_login(town.operator_28)
    with clock.frozen(at(8)):
        case = leak(town)
        page = desk.get(f"/cases/{case.pk}/").content.decode()
        assert "前 3 家" in page
        sent = desk.post(f"/cases/{case.pk}/offer", {"provider": "", "key": "a"}, follow=True)
        assert "已派给甲、乙、丙" in sent.content.decode()
        page = desk.get(f"/cases/{case.pk}/").content.decode()
    for name in WHO[:3]:
        assert f"{name}：接单" in page


RACES = 200 if drills.IS_WHOLE else 20


def test_of_five_who_take_it_at_once_exactly_one_has_it(committed: str) -> None:
    """Over real connections, again and again; what the table says and what each was told are the same."""
    town = cast.build()
    workers = all_five(town)
    given_out(town, Mode.FIRST)
    together = threading.Barrier(len(WHO))
    dice = random.Random(drills.SEED)

    def take(job: Dispatch) -> str:
        try:
            together.wait()
            dispatch.accept(job, by=workers[job.provider.name])
        except NotDone as told:
            return str(told)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(WHO)) as threads:
        for race in range(RACES):
            case = dispatch.offer_best(leak(town), by=town.operator_28).case
            jobs = list(case.dispatches.select_related("provider", "case__service"))
            assert len(jobs) == len(WHO)
            dice.shuffle(jobs)
            said = list(threads.map(take, jobs))
            assert said.count("") == 1, f"race {race}, seed {drills.SEED}: {said}"
            assert all("别家已接" in one for one in said if one)
            won = jobs[said.index("")]
            assert case.dispatches.get(status__in=TAKEN) == won
            assert case.dispatches.filter(status=Status.WITHDRAWN).count() == len(WHO) - 1
            assert as_it_is(case).handler == won.provider.short_name


# -- named by the citizen -------------------------------------------------------------------------


def test_who_was_asked_for_is_asked_and_its_citizen_before_another_is(town: Town) -> None:
    with clock.frozen(at(8)):
        case = leak(town)
        job = dispatch.offer_named(case, to=town.providers["老潘水电"], by=town.operator_28)
        assert as_it_is(job).mode == Mode.NAMED
        dispatch.refuse(job, by=town.people["pan"], ground=Refusal.BUSY)
        the_house_reacts()
    left = as_it_is(case)
    assert (left.status, left.dispatches.open().count()) == (CaseStatus.OPEN, 0)
    assert asked.ran_out(town.operator_28) == [case]  # the desk is told, and the case says why
    desk = Client()
    desk.force_login(town.operator_28)
    page = desk.get(f"/cases/{case.pk}/").content.decode()
    assert "市民点名的老潘水电没有接，请先问市民要不要换一家。" in page
    again = dispatch.offer_best(left, by=town.operator_28)  # he was asked, and takes whoever comes
    assert again.provider == town.providers["家家乐"]


def test_one_who_does_not_answer_is_as_one_who_refuses(town: Town) -> None:
    with clock.frozen(at(8)):
        case = leak(town)
        dispatch.offer_named(case, to=town.providers["老潘水电"], by=town.operator_28)
        minutes_pass(5)
    assert as_it_is(case).status == CaseStatus.OPEN
    assert not case.dispatches.open().exists()


def test_a_service_that_goes_by_name_is_given_to_nobody_by_itself(town: Town) -> None:
    given_out(town, Mode.NAMED)
    case = leak(town)
    with pytest.raises(NotSo, match="由市民点名"), transaction.atomic():
        dispatch.offer_best(case, by=town.operator_28)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    assert job.mode == Mode.NAMED


def test_the_page_finds_whom_the_citizen_named_and_says_why_it_cannot_be_asked(town: Town) -> None:
    desk = Client()
    desk.force_login(town.operator_28)
    with clock.frozen(at(8)):
        absences.enter(
            town.providers["老潘水电"], from_at=at(7), until_at=at(12), why="进货",
            by=town.operator_28,
        )  # fmt: skip
        case = leak(town)
        found = desk.get(f"/cases/{case.pk}/named?q=家").json()
        assert [(one["text"], one["hint"]) for one in found] == [("家家乐", "第 1 位")]
        found = desk.get(f"/cases/{case.pk}/named?q=潘").json()
        assert [(one["text"], one["hint"]) for one in found] == [("老潘水电", "不能派：请假中")]
        assert desk.get(f"/cases/{case.pk}/named?q=明光").json() == []  # it mends no pipes
        sent = {"asked_for": town.providers["老潘水电"].pk, "key": "a"}
        refused = desk.post(f"/cases/{case.pk}/offer", sent)
        assert refused.status_code == 409
        assert "请假中" in refused.content.decode()
        sent = {"provider": town.providers["家家乐"].pk, "named": "1", "key": "b"}
        assert desk.post(f"/cases/{case.pk}/offer", sent).status_code == 302
    assert case.dispatches.get().mode == Mode.NAMED


# -- never ----------------------------------------------------------------------------------------

wrongs = st.sets(st.sampled_from(sorted(LeftOut)), max_size=3)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.lists(wrongs, min_size=5, max_size=5),
    st.sampled_from([Mode.BEST, Mode.ROTATION, Mode.FIRST]),
)
def test_nobody_is_ever_asked_whom_one_filter_removes(
    town: Town, wrong: list[set[LeftOut]], mode: Mode
) -> None:
    """Whatever is wrong with each of five: those asked are among those with whom nothing is, and each other hears its first."""
    with transaction.atomic(), clock.frozen(at(9)):
        all_five(town)
        given_out(town, mode)
        case = leak(town)
        rows = dict(zip(Provider.objects.filter(name__in=WHO).order_by("pk"), wrong, strict=True))
        for one, why in rows.items():
            _spoil(town, case, one, why)
        good = {one.pk for one, why in rows.items() if not why}
        try:
            dispatch.offer_best(case, by=town.operator_28)
        except NotSo:
            assert not good
        else:
            offered = case.dispatches.open()
            assert good.issuperset(offered.values_list("provider", flat=True))
            told = {one.pk: queries.why_not(offered[0], one.pk) for one in rows}
            for one, why in rows.items():
                found = told[one.pk]
                assert found is not None
                assert found.left_out == next((first for first in LeftOut if first in why), None)
        for one, why in rows.items():
            if why:
                with pytest.raises(NotDone), transaction.atomic():
                    dispatch.offer(case, to=one, by=town.operator_28)
        transaction.set_rollback(True)


def _spoil(town: Town, case: Case, one: Provider, why: set[LeftOut]) -> None:
    """Make all that true of one provider."""
    row, offer = Provider.objects.filter(pk=one.pk), Offer.objects.filter(provider=one)
    if LeftOut.NOT_HERE in why:
        city = town.places["瑞安"]
        place = areas.draw(
            f"x{one.pk}", name=f"远镇{one.pk}", kind=Kind.TOWN, within=city, by=town.people["admin"]
        )
        offer.get().areas.set([place])
    if LeftOut.NOT_NOW in why:
        offer.update(hours="22:00-06:00")
    if LeftOut.STANDING in why:
        row.update(status=Standing.SUSPENDED)
    if LeftOut.CONTRACT in why:
        row.update(contract_until_on=FIRST_DAY - timedelta(days=1))
    if LeftOut.PAPER in why:
        offer.update(until_on=FIRST_DAY)
    if LeftOut.AWAY in why:
        absences.enter(one, from_at=at(8), until_at=at(10), why="休", by=town.operator_28)
    if LeftOut.FULL in why:
        row.update(most_open=0)
    if LeftOut.ASKED in why:
        Dispatch.objects.bulk_create(
            [Dispatch(case=case, provider=one, status=Status.REFUSED, offered_at=at(8),
                      offered_by=town.operator_28, accept_by_at=at(8))]
        )  # fmt: skip

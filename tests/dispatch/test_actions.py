"""What befalls a dispatch beside the straight way: cancelled, late, sent again, offered twice at once, nobody left to ask."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases import queries as asked
from hotline.cases.life import NotOurs
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries
from hotline.dispatch.life import Refusal, Status
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.providers.models import Provider
from tests import town as cast
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at

BURST = "水管漏水"


def leak(town: Town) -> Case:
    """Take Ms Chen's leaking pipe in."""
    what = cases.Asked(said=BURST, service=town.services["水管维修"], area=town.places["虹桥"])
    return cases.take_in(what, by=town.operator_28, caller=town.caller("陈", "13800005126"))


def on_the_way(town: Town) -> Dispatch:
    """Have 家家乐 set out for it."""
    job = dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
    return dispatch.accept(job, by=town.people["lin"])


def refuse_all(case: Case) -> None:
    """Let every provider of the service say no, one after the other."""
    while job := case.dispatches.open().first():
        worker = job.provider.members.get().person
        dispatch.refuse(job, by=worker, ground=Refusal.BUSY)
        the_house_reacts()


def clocks(job: Dispatch) -> set[str]:
    running = Deadline.objects.filter(kind="dispatch", subject=job.pk, closed_at=None)
    return set(running.values_list("name", flat=True))


def acts(job: Dispatch) -> list[str]:
    return [told.entry.act for told in journal.story(job)]


# -- cancelled ------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [False, True])
def test_a_cancelled_dispatch_stops_its_clocks_and_frees_the_case(
    town: Town, accepted: bool
) -> None:
    with clock.frozen(at(8, 0)):
        job = dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
        if accepted:
            dispatch.accept(job, by=town.people["lin"])
        assert clocks(job) == {"arrive" if accepted else "accept"}
        dispatch.cancel(job, by=town.operator_28, why="来电人改了时间")
        the_house_reacts()
        gone, case = as_it_is(job), as_it_is(job.case)
        assert (gone.status, gone.ended_at, clocks(gone)) == (Status.CANCELLED, at(8, 0), set())
        assert (case.status, case.handler) == (CaseStatus.OPEN, "")
        again = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
        assert again.status == Status.OFFERED  # it did not refuse


def test_a_provider_cannot_cancel_and_nobody_cancels_what_is_done(town: Town) -> None:
    job = on_the_way(town)
    with pytest.raises(NotYours), transaction.atomic():
        dispatch.cancel(job, by=town.people["lin"], why="不想去")
    dispatch.finish(job, by=town.people["lin"], answer="修好了")
    with pytest.raises(NotNow), transaction.atomic():
        dispatch.cancel(job, by=town.operator_28, why="不用了")


# -- late -----------------------------------------------------------------------------------------


def test_whoever_accepts_has_promised_to_be_there_in_time_and_is_put_on_record_if_he_is_not(
    town: Town,
) -> None:
    with clock.frozen(at(8, 0)):
        job = on_the_way(town)
        assert job.arrive_by_at == at(8, 30)  # the service promises half an hour
        assert as_it_is(job.case).due_at == at(8, 30)
        minutes_pass(29)
        assert acts(job) == ["offer", "accept"]
        minutes_pass(1)
        assert acts(job) == ["offer", "accept", "overrun"]
        minutes_pass(20)
        assert acts(job) == ["offer", "accept", "overrun"]  # said once
        late = dispatch.arrive(job, by=town.people["lin"])
        assert (late.status, late.arrived_at) == (Status.ARRIVED, at(8, 50))
    overrun = Entry.objects.get(kind="dispatch", act="overrun")
    assert (str(overrun.by), overrun.was, overrun.now) == ("系统", "accepted", "accepted")


def test_whoever_is_there_in_time_is_not_late(town: Town) -> None:
    with clock.frozen(at(8, 0)):
        job = on_the_way(town)
        minutes_pass(25)
        dispatch.arrive(job, by=town.people["lin"])
        assert clocks(job) == set()
        minutes_pass(60)
        assert acts(job) == ["offer", "accept", "arrive"]
        assert as_it_is(job.case).due_at is None


# -- sent again -----------------------------------------------------------------------------------


def test_an_answer_that_is_none_sends_the_same_provider_again(town: Town) -> None:
    """The reviewer reads "looked at it", sends it back; the plumber comes a second time, and then it holds."""
    with clock.frozen(at(8, 0)):
        job = on_the_way(town)
        lin = town.people["lin"]
        dispatch.arrive(job, by=lin)
        dispatch.finish(job, by=lin, answer="看过了")
        the_house_reacts()
        assert as_it_is(job.case).followups.get().status == "due"

        minutes_pass(10)
        cases.send_back(as_it_is(job.case), by=town.people["reviewer"], why="没有说修没修")
        the_house_reacts()
        again, case = as_it_is(job), as_it_is(job.case)
        assert (again.status, again.provider.short_name) == (Status.ACCEPTED, "家家乐")
        assert (again.done_at, again.arrived_at, again.contacted_at) == (None, None, None)
        assert (again.arrive_by_at, case.due_at) == (at(8, 40), at(8, 40))  # promised anew
        assert (case.status, case.handler) == (CaseStatus.IN_HAND, "家家乐")
        assert case.followups.get().status == "dropped"

        dispatch.arrive(again, by=lin)
        dispatch.finish(again, by=lin, answer="换了软管，不漏了")
        the_house_reacts()
    assert as_it_is(job.case).status == CaseStatus.ANSWERED
    assert as_it_is(job.case).followups.filter(status="due").count() == 1
    assert Dispatch.objects.count() == 1
    assert acts(job) == [
        "offer", "accept", "arrive", "finish", "redo", "arrive", "finish",
    ]  # fmt: skip


# -- offered twice at once ------------------------------------------------------------------------


def test_of_two_who_offer_the_same_case_at_once_one_wins_and_the_other_is_told_to_whom(
    committed: str,
) -> None:
    town = cast.build()
    case = leak(town)
    ready, said = threading.Barrier(2), dict[str, str]()

    def offer(to: str, by: Person) -> None:
        try:
            ready.wait()
            dispatch.offer(case, to=town.providers[to], by=by)
            said[to] = ""
        except NotDone as told:
            said[to] = str(told)
        finally:
            connection.close()

    offering = [
        threading.Thread(target=offer, args=(to, town.people[who]))
        for to, who in (("家家乐", "op28"), ("老潘水电", "op21"))
    ]
    for thread in offering:
        thread.start()
    for thread in offering:
        thread.join()
    winner, loser = sorted(said, key=lambda to: said[to])
    assert said[winner] == ""
    assert said[loser] == f"这张工单已经派给{winner}，请先取消那次派单。"
    assert case.dispatches.get().provider.short_name == winner
    assert Entry.objects.filter(kind="case", act="hand_over").count() == 1


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.CONTACTED, Status.ARRIVED])
def test_the_table_itself_refuses_a_second_who_has_taken_it(town: Town, status: Status) -> None:
    job = on_the_way(town)
    second = Dispatch(
        case=job.case, provider=town.providers["老潘水电"], status=status, offered_at=clock.now(),
        offered_by=town.operator_28, accept_by_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="dispatch_one_taken"), transaction.atomic():
        Dispatch.objects.bulk_create([second])
    second.status = Status.REFUSED
    Dispatch.objects.bulk_create([second])  # ended ones it may have as many as one likes


# -- nobody left ----------------------------------------------------------------------------------


def test_when_nobody_is_left_whoever_took_the_case_in_is_told_until_he_says_that_he_knows(
    town: Town,
) -> None:
    case = leak(town)
    dispatch.offer_best(case, by=town.people["op21"])
    assert asked.ran_out(town.operator_28) == []
    refuse_all(case)
    left = as_it_is(case)
    assert (left.status, left.handler) == (CaseStatus.OPEN, "")
    assert asked.ran_out(town.operator_28) == [case]
    assert asked.ran_out(town.people["op21"]) == []
    with pytest.raises(NotYours), transaction.atomic():
        cases.acknowledge(left, by=town.people["op21"])
    cases.acknowledge(left, by=town.operator_28)
    assert asked.ran_out(town.operator_28) == []
    assert as_it_is(case).status == CaseStatus.OPEN
    with pytest.raises(NotSo), transaction.atomic():
        cases.acknowledge(left, by=town.operator_28)


def test_whoever_does_something_about_it_need_not_say_that_he_knows(town: Town) -> None:
    case = leak(town)
    dispatch.offer_best(case, by=town.operator_28)
    refuse_all(case)
    cases.decline(as_it_is(case), by=town.people["op21"], ground=NotOurs.ELSEWHERE, why="请找物业")
    assert asked.ran_out(town.operator_28) == []


def test_who_was_asked_is_not_asked_again_until_the_case_is_opened_anew(town: Town) -> None:
    """After a reopening the next plumber may be the one who had no hands free the first time."""
    with clock.frozen(at(8, 0)):
        case = leak(town)
        dispatch.offer(case, to=town.providers["老潘水电"], by=town.operator_28)
        dispatch.refuse(case.dispatches.get(), by=town.people["pan"], ground=Refusal.BUSY)
        the_house_reacts()  # 家家乐 is asked next
        pan = town.providers["老潘水电"].pk
        assert queries.asked_before(as_it_is(case)) == [pan]

        job = case.dispatches.open().get()
        dispatch.accept(job, by=town.people["lin"])
        dispatch.finish(job, by=town.people["lin"], answer="修好了")
        clock.pass_time(timedelta(hours=1))
        cases.do_again(as_it_is(case), by=town.operator_28, why="又漏了")
        the_house_reacts()
        assert queries.asked_before(as_it_is(case)) == []

        # The same within the new round: asked once is asked.
        again = dispatch.offer(as_it_is(case), to=provider(town, "老潘水电"), by=town.operator_28)
        dispatch.refuse(again, by=town.people["pan"], ground=Refusal.FAR)
        assert queries.asked_before(as_it_is(case)) == [pan]


def provider(town: Town, name: str) -> Provider:
    """Return a provider as it stands now."""
    return Provider.objects.get(pk=town.providers[name].pk)

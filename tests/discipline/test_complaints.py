"""A complaint: whence it comes, that both sides are heard, who decides, and that the citizen hears what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.discipline import actions as discipline
from hotline.discipline import jobs, queries
from hotline.discipline.cards import Fault
from hotline.discipline.life import Status, Way
from hotline.discipline.models import Card, Cause, Complaint
from hotline.dispatch import actions as dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.people.models import Person
from hotline.people.queries import the_citizen
from hotline.rules import actions as rules
from tests.discipline import hands
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town
from tests.town import at as moment

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("liking", [Liking.SO_SO, Liking.NOT])
def test_a_citizen_less_than_satisfied_opens_one_by_the_house_itself(
    town: Town, liking: Liking
) -> None:
    job = hands.done(town)
    hands.called_back(job, town, outcome=liking, words="还在漏")
    found = Complaint.objects.get()
    assert (found.cause, found.dispatch, found.provider) == (Cause.CALLBACK, job, job.provider)
    assert found.citizen_heard_at, "what he said in the call-back is his side of it"
    assert journal.story(found)[0].said["words"] == "还在漏"


def test_a_satisfied_citizen_opens_none(town: Town) -> None:
    hands.called_back(hands.done(town), town, outcome=Liking.CONTENT)
    assert not Complaint.objects.exists()


def test_what_is_said_on_the_citizens_own_page_counts_as_much(town: Town) -> None:
    job = hands.done(town)
    owed = as_it_is(job.case).followups.get()
    followups.rate(owed, by=the_citizen(), outcome=Liking.NOT, solved=YesNo.NO)
    the_house_reacts()
    assert Complaint.objects.get().cause == Cause.CALLBACK
    assert not Complaint.objects.get().citizen_heard_at, "without a word he must still be asked"


def test_nobody_is_blamed_where_no_provider_did_anything(town: Town) -> None:
    case = cases.take_in(cases.Asked(said="路灯坏了"), by=town.operator_28)
    assert not Complaint.objects.filter(dispatch__case=case).exists()
    offered = dispatch.offer(
        hands.asked_for(town), to=town.providers["家家乐"], by=town.operator_28
    )
    cases.answer(offered.case, by=town.operator_28, answer="不用派人了")
    the_house_reacts()
    hands.called_back(offered, town, outcome=Liking.NOT)
    assert not Complaint.objects.exists()


def test_who_does_not_arrive_as_promised_is_noted_once(town: Town) -> None:
    with clock.frozen(moment(8)):
        job = hands.taken(town)
        minutes_pass(31)
        found = Complaint.objects.get()
        assert (found.cause, found.dispatch) == (Cause.OVERRUN, job)
        entry = Entry.objects.get(kind="dispatch", act="overrun")
        jobs.open_for_overrun(entry)
        assert Complaint.objects.count() == 1


def test_the_same_call_back_read_twice_opens_nothing_more(town: Town) -> None:
    job = hands.done(town)
    hands.called_back(job, town, outcome=Liking.NOT, words="漏")
    entry = Entry.objects.get(kind="followup", act="ask")
    jobs.open_for_followup(entry)
    discipline.dismiss(Complaint.objects.get(), by=town.leader, why="小事")
    jobs.open_for_followup(entry)
    assert Complaint.objects.count() == 1


def test_there_is_never_another_open_one_for_the_same_work_and_cause(town: Town) -> None:
    job = hands.done(town)
    hands.complained(town, job)
    with pytest.raises(NotNow, match="同样的投诉"), transaction.atomic():
        hands.complained(town, job)
    discipline.lodge(
        job.provider, by=town.operator_28, cause=Cause.STAFF, words="另一回事", dispatch=job
    )
    assert Complaint.objects.count() == 2


def test_what_cannot_be_lodged_is_said(town: Town) -> None:
    job = hands.done(town)
    for by, words, to, error in (
        (town.operator_28, "  ", "家家乐", NotSo),
        (town.operator_28, "修得差", "老潘水电", NotSo),
        (town.people["lin"], "修得差", "家家乐", NotYours),
    ):
        with pytest.raises(error), transaction.atomic():
            discipline.lodge(
                town.providers[to], by=by, cause=Cause.CITIZEN, words=words, dispatch=job
            )
    assert not Complaint.objects.exists()


def test_nothing_is_decided_before_both_sides_are_heard(town: Town) -> None:
    with clock.frozen(moment(8)):
        job = hands.done(town)
        found = discipline.lodge(
            job.provider, by=town.operator_28, cause=Cause.STAFF, words="听说的", dispatch=job
        )
        discipline.take_up(found, by=town.operator_28, question="请说明")
        with pytest.raises(NotSo, match="市民"), transaction.atomic():
            discipline.find_true(found, by=town.leader, fault=Fault.QUALITY, why="x")
        discipline.hear_citizen(found, by=town.operator_28, words="确实没修好")
        with pytest.raises(NotSo, match="企业还没有说明"), transaction.atomic():
            discipline.find_true(found, by=town.leader, fault=Fault.QUALITY, why="x")
        minutes_pass(24 * 60)
        assert as_it_is(found).silent_at, "it had its time"
        discipline.find_true(found, by=town.leader, fault=Fault.QUALITY, why="查实")
        assert as_it_is(found).status == Status.FOUNDED


def test_who_wrote_it_down_does_not_decide(town: Town) -> None:
    found = hands.heard(hands.noticed(town, by=town.leader), town)
    for act, given in (
        (discipline.find_true, {"fault": Fault.QUALITY}),
        (discipline.find_untrue, {}),
        (discipline.find_grave, {"fault": Fault.SAFETY}),
        (discipline.dismiss, {}),
    ):
        with pytest.raises(NotYours, match="另一位"), transaction.atomic():
            act(found, by=town.leader, why="我说了算", **given)
    with pytest.raises(NotYours), transaction.atomic():
        discipline.find_untrue(found, by=town.operator_28, why="不归我")
    discipline.find_untrue(found, by=town.people["admin"], why="查无此事")
    assert as_it_is(found).status == Status.UNFOUNDED
    assert not Card.objects.exists()


def test_a_leader_dismisses_what_needs_no_work(town: Town) -> None:
    hands.called_back(hands.done(town), town, outcome=Liking.SO_SO)
    found = Complaint.objects.get()
    discipline.dismiss(found, by=town.leader, why="市民只是嫌慢")
    assert as_it_is(found).status == Status.DISMISSED
    assert as_it_is(found).tell_by_at is None, "he did not complain"
    assert list(queries.waiting(town.leader)) == []


def test_a_citizen_who_complained_hears_even_that_nothing_is_done(town: Town) -> None:
    found = hands.complained(town, hands.done(town))
    discipline.dismiss(found, by=town.leader, why="打错人了")
    assert as_it_is(found).waits_for == "告诉市民"


def test_what_counts_as_a_fault_is_a_rule_with_its_day(town: Town) -> None:
    rules.set_rule("fault_late", value=0, by=town.leader, why="台风天")
    found = hands.heard(hands.noticed(town), town)
    with pytest.raises(NotSo, match="不算有责"), transaction.atomic():
        discipline.find_true(found, by=town.leader, fault=Fault.LATE, why="迟到")
    rules.set_rule("fault_late", value=2, by=town.leader, why="严管")
    with pytest.raises(NotSo, match="一次否决"), transaction.atomic():
        discipline.find_true(found, by=town.leader, fault=Fault.LATE, why="迟到")


def test_the_citizen_is_told_by_message_where_one_reaches_him(town: Town) -> None:
    found = hands.heard(hands.complained(town, hands.done(town)), town)
    discipline.find_true(found, by=town.leader, fault=Fault.QUALITY, why="查实")
    the_house_reacts()
    assert as_it_is(found).waits_for == "告诉市民"
    before = Message.objects.count()
    discipline.tell(found, by=town.operator_28, way=Way.MESSAGE, words="已发黄牌，明天返工，抱歉。")
    sent = Message.objects.latest("pk")
    assert Message.objects.count() == before + 1
    assert sent.text == "已发黄牌，明天返工，抱歉。"
    assert sent.telephone.startswith("number:"), "the number itself stands nowhere"
    assert as_it_is(found).told_at
    assert list(queries.waiting(town.leader)) == []


@pytest.mark.parametrize("given", [{"secret": True}, {"number": "057765432100"}])
def test_who_cannot_be_written_to_is_rung(town: Town, given: dict[str, str]) -> None:
    found = hands.heard(hands.complained(town, hands.done(town, **given)), town)
    discipline.find_untrue(found, by=town.leader, why="查无此事")
    with pytest.raises(NotSo, match="请打电话"), transaction.atomic():
        discipline.tell(found, by=town.operator_28, way=Way.MESSAGE, words="查无此事")
    discipline.tell(found, by=town.operator_28, way=Way.CALL, words="查无此事，她理解")
    assert as_it_is(found).told_at


def test_being_late_is_put_on_record(town: Town) -> None:
    with clock.frozen(moment(8)):
        found = hands.complained(town, hands.done(town))
        clock.pass_time(120 * HOUR)
        the_house_reacts()
        assert Entry.objects.filter(kind="complaint", act="overrun", subject=found.pk).exists()


def test_the_provider_is_written_to_and_asked_without_a_name(town: Town) -> None:
    found = hands.complained(town, hands.done(town), words="陈女士说修得很差")
    discipline.take_up(found, by=town.operator_28, question="请说明当天怎么修的")
    the_house_reacts()
    sent = Message.objects.filter(about=found.about).get()
    assert f"/jobs/complaints/{found.pk}/" in sent.text
    assert "陈" not in sent.text


def test_work_found_bad_is_done_again_by_the_same_and_the_citizen_is_called_again(
    town: Town,
) -> None:
    job = hands.done(town)
    hands.called_back(job, town, outcome=Liking.CONTENT)
    assert as_it_is(job.case).status == CaseStatus.CLOSED
    found = hands.heard(hands.complained(town, job, "第二天又漏了"), town)
    discipline.find_true(found, by=town.leader, fault=Fault.QUALITY, why="查实")
    discipline.rework(found, by=town.operator_28)
    again = as_it_is(found).redone_by
    assert again is not None
    assert (again.provider, again.case) == (job.provider, job.case)
    with pytest.raises(NotNow), transaction.atomic():
        discipline.rework(found, by=town.operator_28)
    worker: Person = again.provider.members.get().person
    dispatch.accept(again, by=worker)
    dispatch.finish(again, by=worker, answer="重做了")
    the_house_reacts()
    assert as_it_is(job.case).followups.filter(status="due").count() == 1


def test_a_call_and_a_paper_are_evidence_once_each(town: Town) -> None:
    from hotline.calls.models import Call
    from hotline.calls.states import Direction
    from hotline.calls.states import Status as CallStatus

    job = hands.done(town)
    found = hands.heard(hands.complained(town, job), town)
    now = clock.now()
    call = Call.objects.create(
        direction=Direction.IN, status=CallStatus.ENDED, operator=town.operator_28,
        arrived_at=now, ended_at=now,
    )  # fmt: skip
    job.case.calls.add(call)
    assert queries.calls_of(found, town.leader) == [call]
    discipline.add_evidence(found, by=town.operator_28, call=call, why="电话里说的")
    with pytest.raises(NotNow), transaction.atomic():
        discipline.add_evidence(found, by=town.operator_28, call=call, why="再加一次")
    with pytest.raises(NotSo), transaction.atomic():
        discipline.add_evidence(found, by=town.operator_28, why="什么也没有")
    assert found.evidence.get().call == call

"""The life of a meeting: called with its agenda, held, minuted, approved by its chair or a leader; or cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.meetings import actions as meetings
from hotline.meetings.life import Resolved, Sort, Status
from hotline.meetings.models import Meeting
from hotline.outbox.models import Message
from tests.assignments.hands import monday, replies, sent
from tests.meetings.sitting import called, held, minuted, resolved, sent_back
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def test_a_meeting_is_called_for_a_time_to_come_with_a_chair_of_the_lines_own(town: Town) -> None:
    with pytest.raises(NotSo), transaction.atomic():
        called(town, starts_at=clock.now())
    with pytest.raises(NotSo), transaction.atomic():
        called(town, chair=town.people["clerk"])
    for name in ("admin", "auditor"):
        with pytest.raises(NotSo), transaction.atomic():
            called(town, chair=town.people[name])  # could not approve the minutes
    with pytest.raises(NotSo), transaction.atomic():
        called(town, title=" ")
    assert not Meeting.objects.exists()
    assert called(town).status == Status.CALLED


def test_an_operator_calls_no_meeting(town: Town) -> None:
    with pytest.raises(NotYours), transaction.atomic():
        meetings.call_meeting(
            by=town.operator_28, sort=Sort.JOINT, title="x", place="x", chair=town.leader,
            starts_at=clock.now() + timedelta(days=1),
        )  # fmt: skip


def test_a_case_is_put_on_with_why_it_is_stuck_and_how_it_stood_then(town: Town) -> None:
    one = sent_back(town, 3)
    meeting = called(town)
    meetings.take_up(meeting, by=town.leader, assignment=one)
    replies(one, town)
    assignments.send_back(one, by=town.leader, why="还是不亮")
    item = meeting.items.get()
    assert item.reasons == ["sent_back"]
    assert item.figures["sent_back"] == 3, "as it stood then, not as it stands now"
    with pytest.raises(NotNow), transaction.atomic():
        meetings.take_up(meeting, by=town.leader, assignment=one)


def test_one_that_is_not_stuck_is_put_on_only_with_a_reason(town: Town) -> None:
    one, meeting = sent(town), called(town)
    with pytest.raises(NotSo, match=one.case.number), transaction.atomic():
        meetings.take_up(meeting, by=town.leader, assignment=one)
    meetings.take_up(meeting, by=town.leader, assignment=one, why="人大代表关心")
    assert meeting.items.get().why == "人大代表关心"


def test_an_agenda_names_no_word_of_a_citizen_and_no_place_of_a_secret_one(town: Town) -> None:
    one, meeting = sent_back(town, 2), called(town)
    case = one.case
    type(case).objects.filter(pk=case.pk).update(secret=True, said="我家门口的灯")
    meetings.take_up(meeting, by=town.leader, assignment=as_it_is(one))
    title = meeting.items.get().title
    assert "我家门口" not in title
    assert "虹桥" not in title


def test_several_are_put_on_together_or_none(town: Town) -> None:
    first, second, meeting = sent_back(town, 2), sent_back(town, 2), called(town)
    meetings.take_up_all(meeting, by=town.leader, assignments=[second, first])
    assert [item.assignment for item in meeting.items.all()] == [second, first]
    with pytest.raises(NotSo), transaction.atomic():
        meetings.take_up_all(meeting, by=town.leader, assignments=[])


def test_an_item_is_put_first_and_another_is_taken_off(town: Town) -> None:
    meeting = called(town)
    for title in ("一", "二", "三"):
        meetings.put_on(meeting, by=town.leader, title=title)
    one, _two, three = meeting.items.all()
    meetings.put_first(meeting, by=town.leader, item=three)
    meetings.take_off(meeting, by=town.leader, item=one)
    assert [item.title for item in meeting.items.all()] == ["三", "二"]
    other = called(town)
    with pytest.raises(NotSo), transaction.atomic():
        meetings.put_first(other, by=town.leader, item=three)


def test_a_meeting_without_an_agenda_is_not_held(town: Town) -> None:
    with pytest.raises(NotNow), transaction.atomic():
        meetings.hold(called(town), by=town.leader)


def test_a_meeting_of_another_day_is_not_held_by_a_slip_and_can_still_be_cancelled(
    town: Town,
) -> None:
    meeting = called(town)
    meetings.put_on(meeting, by=town.leader, title="路灯")
    with pytest.raises(NotNow, match="请先改期"), transaction.atomic():
        meetings.hold(meeting, by=town.leader)
    meetings.move(meeting, by=town.leader, starts_at=clock.now() + timedelta(hours=1), place="二楼")
    assert meetings.hold(meeting, by=town.leader).held_at


def test_who_came_unasked_is_not_asked_to_come_afterwards(town: Town) -> None:
    meeting = held(town)
    the_house_reacts()
    before = Message.objects.filter(about=meeting.about).count()
    meetings.invite(meeting, by=town.leader, unit=town.units["安阳街道"])
    the_house_reacts()
    assert Message.objects.filter(about=meeting.about).count() == before


def test_whoever_is_not_marked_absent_has_come(town: Town) -> None:
    meeting = held(town)
    power = meeting.invitations.get(unit=town.units["供电公司"])
    meetings.mark_absent(meeting, by=town.leader, invitation=power)
    came = dict(meeting.invitations.values_list("unit__short", "came"))
    assert came == {"执法局": True, "供电公司": False}
    with pytest.raises(NotNow), transaction.atomic():
        meetings.mark_absent(meeting, by=town.leader, invitation=power)


def test_minutes_are_approved_when_every_item_has_its_outcome_by_the_chair_or_a_leader(
    town: Town,
) -> None:
    meeting, chair = held(town), town.people["reviewer"]
    with pytest.raises(NotNow), transaction.atomic():
        meetings.approve(meeting, by=chair)
    meetings.minute(meeting, by=chair, words="议了一件事")
    with pytest.raises(NotNow), transaction.atomic():
        meetings.approve(meeting, by=chair)
    [item] = meeting.items.all()
    meetings.minute_item(meeting, by=chair, item=item, outcome="由执法局管")
    assert meetings.approve(meeting, by=chair).status == Status.MINUTED
    with pytest.raises(NotNow), transaction.atomic():
        meetings.minute(meeting, by=chair, words="改一改")


def test_a_reviewer_who_did_not_chair_it_does_not_approve(town: Town) -> None:
    meeting = held(town, chair=town.leader)
    meetings.minute(meeting, by=town.people["reviewer"], words="议了")
    [item] = meeting.items.all()
    meetings.minute_item(meeting, by=town.people["reviewer"], item=item, outcome="定了")
    with pytest.raises(NotYours), transaction.atomic():
        meetings.approve(meeting, by=town.people["reviewer"])
    meetings.approve(meeting, by=town.leader)


def test_what_is_resolved_binds_nobody_before_the_minutes_are_approved(town: Town) -> None:
    meeting = held(town)
    one = resolved(town, meeting)
    assert (one.status, one.due_at) == (Resolved.DRAFTED, None)
    minuted(meeting, town)
    one = as_it_is(one)
    assert one.status == Resolved.OPEN
    assert one.due_at


def told_to(meeting: Meeting) -> list[tuple[str, str]]:
    """Return who was told what of a meeting: the unit by its telephone, and the words that matter."""
    rows = Message.objects.filter(about=meeting.about).order_by("pk")
    return [
        (one.telephone, "不用参加" if "不用参加" in one.text else "请参加")
        for one in rows.exclude(telephone="")
    ]


def test_each_is_told_of_its_own_invitation_however_late_the_worker_comes(town: Town) -> None:
    telephones = {"执法局": "65810001", "供电公司": "65810002", "安阳街道": "65810003"}
    for name, telephone in telephones.items():
        unit = town.units[name]
        type(unit).objects.filter(pk=unit.pk).update(telephone=telephone)
    meeting = called(town, "执法局")
    for name in ("供电公司", "安阳街道"):
        meetings.invite(meeting, by=town.leader, unit=town.units[name])
    the_house_reacts()
    assert told_to(meeting) == [(one, "请参加") for one in telephones.values()]


def test_a_unit_that_is_left_out_after_all_is_told_and_nobody_else(town: Town) -> None:
    power = town.units["供电公司"]
    type(power).objects.filter(pk=power.pk).update(telephone="65810002")
    meeting = called(town)
    the_house_reacts()
    before = Message.objects.filter(about=meeting.about).count()
    meetings.leave_out(meeting, by=town.leader, invitation=meeting.invitations.get(unit=power))
    the_house_reacts()
    assert told_to(meeting)[-1] == ("65810002", "不用参加")
    assert Message.objects.filter(about=meeting.about).count() == before + 1


def test_units_are_told_when_to_come_and_that_the_minutes_are_there(town: Town) -> None:
    type(town.units["供电公司"]).objects.filter(pk=town.units["供电公司"].pk).update(
        telephone="65810000"
    )
    meeting = called(town)
    the_house_reacts()
    told = Message.objects.get(about=meeting.about, telephone="65810000")
    assert "10月18日 09:00" in told.text
    assert "三楼会议室" in told.text
    meetings.put_on(meeting, by=town.leader, title="丁家的灯")
    clock.pass_time(timedelta(days=3))
    meetings.hold(meeting, by=town.leader)
    minuted(meeting, town)
    the_house_reacts()
    last = Message.objects.filter(about=meeting.about).latest("pk")
    assert "纪要" in last.text
    assert "丁家" not in last.text, "what was talked about is read where one signs in"

"""The pages of meetings: the leader calls one, ticks what is stuck, writes minutes; a unit reads its own and reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline import clock
from hotline.meetings import actions as meetings
from hotline.meetings import queries, wording
from hotline.meetings.life import Resolved, Status
from hotline.meetings.models import Meeting, Resolution
from hotline.meetings.resolving import actions as resolving
from tests.assignments.hands import monday, sent
from tests.desks.visiting import posts, reads
from tests.meetings.sitting import called, given_out, held, minuted, resolved, sent_back
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def test_the_leader_calls_a_meeting_and_one_that_is_misspelt_is_asked_for_again(town: Town) -> None:
    good = {
        "sort": "joint", "title": "路灯联席会议", "starts_at": "2012-10-18T09:00", "place": "三楼",
        "chair": town.leader.pk, "units": [town.units["执法局"].pk],
    }  # fmt: skip
    path = "/meetings/call_meeting"
    for wrong in (
        {"sort": "tea"}, {"title": ""}, {"starts_at": "soon"}, {"starts_at": "2012-10-14T09:00"},
        {"chair": 10**12}, {"chair": town.people["clerk"].pk}, {"chair": town.people["admin"].pk},
        {"units": ["x"]}, {"units": [10**12]},
        {"title": "长" * 121},
    ):  # fmt: skip
        assert posts(town.leader, path, **{**good, **wrong, "key": str(wrong)}) in (409, 422), wrong
    assert not Meeting.objects.exists()
    assert posts(town.leader, path, **good) == 204
    assert posts(town.leader, path, **good) == 204, "the same key"
    assert Meeting.objects.get().invitations.get().unit == town.units["执法局"]
    assert "路灯联席会议" in reads(town.leader, "/oversight/meetings/")


def test_the_page_says_why_each_is_proposed_and_a_tick_takes_it(town: Town) -> None:
    first, second, meeting = sent_back(town, 2), sent_back(town, 3), called(town)
    page = reads(town.leader, f"/oversight/meetings/{meeting.pk}/")
    assert "退回、重办 2 次" in page
    assert "退回、重办 3 次" in page
    offered = [int(pk) for pk in re.findall(r'name="pick" value="(\d+)"', page)]
    assert offered == [second.pk, first.pk], "the worst first"
    path = f"/meetings/{meeting.pk}/take_up"
    assert posts(town.leader, path, pick=["x", str(10**30)]) == 409
    assert posts(town.leader, path, pick=[second.pk], key="2") == 204
    assert [item.assignment for item in meeting.items.all()] == [second]
    page = reads(town.leader, f"/oversight/meetings/{meeting.pk}/")
    assert re.findall(r'name="pick" value="(\d+)"', page) == [str(first.pk)]


def test_minutes_are_written_approved_and_read_by_who_was_invited(town: Town) -> None:
    meeting, leader = held(town), town.leader
    at = f"/meetings/{meeting.pk}/"
    [item] = meeting.items.all()
    assert posts(leader, f"{at}minute_item", item=10**12, outcome="x") == 422
    assert posts(leader, f"{at}minute_item", item=item.pk, outcome="执法局牵头", key="2") == 204
    assert posts(leader, f"{at}minute", words="到会单位一致同意") == 204
    again = reads(leader, f"/oversight/meetings/{meeting.pk}/")
    assert re.search(r"<textarea[^>]*>\s*到会单位一致同意\s*</textarea>", again), (
        "what stands is not lost"
    )
    absent = meeting.invitations.get(unit=town.units["供电公司"])
    assert posts(leader, f"{at}mark_absent", invitation=absent.pk) == 204
    good = {"text": "换三条路的灯", "unit": town.units["执法局"].pk, "days": 5, "item": item.pk}
    for wrong in ({"days": 0}, {"days": "many"}, {"unit": ""}, {"text": ""}, {"item": 10**12}):
        assert posts(leader, f"{at}resolve", **{**good, **wrong, "key": str(wrong)}) == 422, wrong
    assert posts(leader, f"{at}resolve", **good) == 204
    drafted = reads(town.people["clerk"], f"/oversight/meetings/{meeting.pk}/")
    for word in ("到会单位一致同意", "换三条路的灯", "执法局牵头", "到会", "缺席"):
        assert word not in drafted, "what is not approved is the line's own"
    assert posts(leader, f"{at}approve") == 204
    page = reads(town.people["clerk"], f"/oversight/meetings/{meeting.pk}/")
    assert "到会单位一致同意" in page
    assert "换三条路的灯" in page
    theirs = reads(town.people["power"], f"/oversight/meetings/{meeting.pk}/")
    assert "缺席" in theirs
    assert "换三条路的灯" not in theirs, "what is another's to do stands in the minutes alone"
    reads(town.people["anyang"], f"/oversight/meetings/{meeting.pk}/", 404)


def test_an_agenda_leads_a_unit_to_its_own_case_and_to_no_others(town: Town) -> None:
    one = sent_back(town, 2)
    meeting = called(town, starts_at=clock.now() + timedelta(hours=1))
    meetings.take_up(meeting, by=town.leader, assignment=one)
    meetings.hold(meeting, by=town.leader)
    minuted(meeting, town)
    path, way = f"/oversight/meetings/{meeting.pk}/", f"/inbox/assignments/{one.pk}/"
    number = one.case.number
    assert way in reads(town.people["clerk"], path)
    assert number in reads(town.people["clerk"], path)
    theirs = reads(town.people["power"], path)
    assert way not in theirs
    assert number not in theirs
    assert number in reads(town.leader, path)


def test_an_invited_unit_finds_when_and_where_and_its_own_points_before_the_minutes(
    town: Town,
) -> None:
    own, others = sent_back(town, 2), sent_back(town, 2, to="供电公司")
    meeting = called(town)
    meetings.take_up_all(meeting, by=town.leader, assignments=[own, others])
    meetings.put_on(meeting, by=town.leader, title="夜间施工怎么管")
    path = f"/oversight/meetings/{meeting.pk}/"
    for person, mine, not_mine in (("clerk", own, others), ("power", others, own)):
        assert path in reads(town.people[person], "/oversight/own/")
        page = reads(town.people[person], path)
        for word in ("10月18日 09:00", "三楼会议室", "夜间施工怎么管", mine.case.number):
            assert word in page
        for word in (not_mine.case.number, queries.titled(not_mine)):
            assert word not in page, "another's point"
        assert "/meetings/" not in "".join(re.findall(r'action="([^"]+)"', page))
    soon = clock.now() + timedelta(hours=1)
    meetings.move(meeting, by=town.leader, starts_at=soon, place="三楼会议室")
    meetings.hold(meeting, by=town.leader)
    assert others.case.number not in reads(town.people["clerk"], path)
    minuted(meeting, town)
    assert queries.titled(others) in reads(town.people["clerk"], path), "minutes are whole"


def test_a_meeting_is_known_to_those_alone_who_are_invited_to_it(town: Town) -> None:
    here, away, gone = called(town), called(town, "安阳街道"), called(town)
    meetings.cancel(gone, by=town.leader, why="台风")
    clerk = town.people["clerk"]
    assert "已取消" in reads(clerk, f"/oversight/meetings/{gone.pk}/")
    meetings.leave_out(
        here, by=town.leader, invitation=here.invitations.get(unit=town.units["供电公司"])
    )
    may = {"clerk": {here, gone}, "power": {gone}, "anyang": {away}, "lin": set()}
    for name, known in may.items():
        for meeting in (here, away, gone):
            reads(
                town.people[name],
                f"/oversight/meetings/{meeting.pk}/",
                200 if meeting in known else 404 if name != "lin" else 403,
            )
        if name != "lin":
            page = reads(town.people[name], "/oversight/own/")
            found = {int(pk) for pk in re.findall(r"/oversight/meetings/(\d+)/", page)}
            assert found == {meeting.pk for meeting in known}
    assert posts(clerk, f"/meetings/{here.pk}/hold") == 403
    assert posts(clerk, f"/meetings/{here.pk}/put_on", title="加一条") == 403


def test_only_who_can_approve_the_minutes_is_offered_the_chair(town: Town) -> None:
    page = reads(town.leader, "/oversight/meetings/")
    [offered] = re.findall(r'<select[^>]*name="chair".*?</select>', page, re.DOTALL)
    for name in ("leader", "reviewer"):
        assert f'value="{town.people[name].pk}"' in offered
    for name in ("admin", "auditor", "op28"):
        assert f'value="{town.people[name].pk}"' not in offered


def test_a_unit_finds_what_it_owes_reports_it_and_the_leader_closes_it(town: Town) -> None:
    one = given_out(town)
    clerk, path = town.people["clerk"], f"/resolutions/{one.pk}/"
    inbox = reads(clerk, "/inbox/")
    assert re.search(r'/oversight/own/"[^>]*>会议督查\s*<[^>]*>1<', inbox), (
        "the inbox says that something is owed"
    )
    assert "三条路换灯" in reads(clerk, "/oversight/own/")
    assert "5 个工作日" in reads(clerk, f"/oversight/resolutions/{one.pk}/")
    assert posts(clerk, f"{path}report", account="") == 422
    assert posts(clerk, f"{path}close") == 403
    assert posts(clerk, f"{path}report", account="换了三十盏") == 204
    assert "换了三十盏" in reads(town.leader, f"/oversight/resolutions/{one.pk}/")
    assert posts(town.leader, f"{path}send_back", why="差一条路", days="") == 422
    assert posts(town.leader, f"{path}close") == 204
    assert as_it_is(one).status == Resolved.CLOSED
    assert "没有要落实的" in reads(clerk, "/oversight/own/")


def test_nobody_opens_what_is_not_his(town: Town) -> None:
    one, draft = given_out(town), resolved(town, held(town))
    for name in ("anyang", "power", "squad"):
        person = town.people[name]
        for pk in (one.pk, draft.pk):
            reads(person, f"/oversight/resolutions/{pk}/", 404)
            assert posts(person, f"/resolutions/{pk}/report", account="x") == 404
        page = reads(person, "/oversight/own/")
        assert "三条路" not in page
    for name in ("lin", "clerk"):
        reads(town.people[name], "/oversight/meetings/", 403)
        reads(town.people[name], "/oversight/resolutions/", 403)
    assert Resolution.objects.filter(status=Resolved.REPORTED).count() == 0


def test_empty_lists_say_what_will_come(town: Town) -> None:
    assert "还没有开过会" in reads(town.leader, "/oversight/meetings/")
    assert "没有要办的议定事项" in reads(town.leader, "/oversight/resolutions/")
    assert "还没有会议" in reads(town.people["clerk"], "/oversight/own/")


def test_a_cancelled_meeting_takes_no_more(town: Town) -> None:
    meeting = called(town)
    assert posts(town.leader, f"/meetings/{meeting.pk}/cancel", why="") == 422
    assert posts(town.leader, f"/meetings/{meeting.pk}/cancel", why="台风") == 204
    assert posts(town.leader, f"/meetings/{meeting.pk}/hold") == 409
    assert as_it_is(meeting).status == Status.CANCELLED
    page = reads(town.leader, f"/oversight/meetings/{meeting.pk}/")
    assert "/meetings/" not in "".join(re.findall(r'action="([^"]+)"', page))


def test_who_helps_is_offered_no_report_owes_none_and_is_told_who_leads(town: Town) -> None:
    one = given_out(town, co_units=[town.units["供电公司"]])
    power, clerk = town.people["power"], town.people["clerk"]
    path, report = f"/oversight/resolutions/{one.pk}/", f"/resolutions/{one.pk}/report"
    assert report in reads(clerk, path)
    assert report not in reads(power, path)
    assert one.text in reads(power, "/oversight/own/")
    assert (queries.owing(clerk), queries.owing(power)) == (1, 0)
    mine, theirs = (
        wording.of_resolution("give", one, town.units[name]) for name in ("执法局", "供电公司")
    )
    assert "由贵单位办" in mine
    assert "由执法局牵头，请贵单位配合" in theirs


def test_a_unit_reads_what_came_of_it_and_not_how_the_line_drafted_it(town: Town) -> None:
    one = given_out(town)
    resolving.report(one, by=town.people["head"], account="灯都换了")
    resolving.send_back(as_it_is(one), by=town.leader, why="还有两盏", days=2)
    path, story = f"/oversight/resolutions/{one.pk}/", re.compile(r"经过.+", re.S)
    theirs = story.findall(reads(town.people["clerk"], path))[0]
    assert "还有两盏" in theirs
    assert str(town.people["head"]) in theirs
    assert str(town.leader) not in theirs
    assert "记了议定事项" not in theirs
    ours = story.findall(reads(town.leader, path))[0]
    assert str(town.leader) in ours
    assert "记了议定事项" in ours


def test_what_is_left_out_of_the_stuck_is_counted_and_can_be_put_on_by_its_number(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotline.desks.oversight.views import meetings as views

    worst, less, meeting = sent_back(town, 3), sent_back(town, 2), called(town)
    path = f"/oversight/meetings/{meeting.pk}/"
    page = reads(town.leader, path)
    for one in (worst, less):  # a tick stays with its case when the list renews itself
        assert f'id="stuck-{one.pk}"' in page
    monkeypatch.setattr(views, "PROPOSED_MOST", 1)
    for page in (reads(town.leader, path), reads(town.leader, "/oversight/meetings/")):
        assert "只列最卡的 1 件" in page
        assert worst.case.number in page
        assert less.case.number not in page
    act = f"/meetings/{meeting.pk}/take_up_case"
    for wrong in ({"number": ""}, {"number": "没有"}, {"number": sent(town).case.number}):
        assert posts(town.leader, act, why="", **wrong, key=str(wrong)) in (409, 422), wrong
    assert posts(town.people["clerk"], act, number=less.case.number) == 403
    assert posts(town.leader, act, number=less.case.number) == 204
    assert (
        posts(town.leader, act, number=sent(town).case.number, why="人大代表关心", key="2") == 204
    )
    assert meeting.items.count() == 2


def test_all_of_what_is_past_can_be_seen(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from hotline.desks.oversight.views import own

    for n in range(3):
        called(town, title=f"第{n}次例会")
    clerk = town.people["clerk"]
    assert "看全部" not in reads(clerk, "/oversight/own/")
    monkeypatch.setattr(own, "PAST", 2)
    page = reads(clerk, "/oversight/own/")
    assert "第0次例会" not in page
    assert "第0次例会" in reads(
        clerk, re.findall(r'href="(\?show=all)"', page)[0].replace("?", "/oversight/own/?")
    )

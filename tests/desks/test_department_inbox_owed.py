"""The inbox of a unit: an answer to a notice is owed by the clock like all else; nobody signs for what he gives back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Min

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.life import Level
from hotline.assignments.models import Assignment, Plea, Supervision
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from tests.assignments.hands import monday, replies, sent, signed, until
from tests.desks.at_a_unit import At, of, page
from tests.stories.steps import as_it_is
from tests.town import Town

pytestmark = pytest.mark.usefixtures("on_monday")
TICK = 'name="pick"'


def supervised(one: Assignment, town: Town, level: Level = Level.ONE) -> datetime:
    """Send the unit a notice; return by when the answer is owed."""
    watching.supervise(one, by=town.leader, level=level, demand="三天内亮灯")
    return Supervision.objects.latest("pk").answer_by_at


def listed(at: At, one: Assignment, part: str = "all") -> bool:
    """Say whether it stands in a part of the inbox."""
    return f'id="a{one.pk}"' in page(at("clerk"), f"/inbox/?show={part}")


def test_a_notice_that_is_owed_first_stands_first(town: Town, at: At) -> None:
    first, watched = signed(town), signed(town)
    by_at = supervised(watched, town)
    assert by_at < (as_it_is(first).reply_by_at or by_at)
    shown = page(at("clerk"))
    assert shown.index(f'id="a{watched.pk}"') < shown.index(f'id="a{first.pk}"')
    row = shown[shown.index(f'id="a{watched.pk}"') :]
    assert row.index("答复督办") < row.index("反馈"), "and of its clocks the first comes first"
    at("clerk").post(of(watched, "answer_supervision"), {"words": "今晚换", "key": "k"})
    shown = page(at("clerk"))
    assert shown.index(f'id="a{first.pk}"') < shown.index(f'id="a{watched.pk}"')
    assert "答复督办" not in shown


def test_a_notice_counts_as_near_and_then_as_overdue(town: Town, at: At) -> None:
    one = signed(town)
    Assignment.objects.update(reply_by_at=monday(9, days=60))
    by_at = supervised(one, town)
    assert listed(at, one, "week"), "by the end of the week"
    with clock.frozen(by_at - timedelta(hours=1)):
        assert listed(at, one, "soon")
        assert not listed(at, one, "late")
    with clock.frozen(by_at + timedelta(minutes=1)):
        assert listed(at, one, "late")
        assert not listed(at, one, "soon")
        assert "已超时 <small>1</small>" in page(at("clerk"))


def test_a_plea_excuses_from_the_work_and_not_from_the_answer(town: Town, at: At) -> None:
    one = signed(town)
    Assignment.objects.update(reply_by_at=monday(10))
    by_at = supervised(one, town)
    pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
    with clock.frozen(by_at - timedelta(hours=1)):
        assert not listed(at, one, "late")
        assert listed(at, one, "soon"), "the notice is near, though its reply waits for a word"
    with clock.frozen(by_at + timedelta(minutes=1)):
        assert listed(at, one, "late")


def test_a_notice_after_the_reply_is_in_the_inbox_until_it_is_answered(town: Town, at: At) -> None:
    one = replies(signed(town), town)
    assert not listed(at, one)
    by_at = supervised(one, town)
    shown = page(at("clerk"))
    assert listed(at, one)
    row = shown[shown.index(f'id="a{one.pk}"') :]
    assert "答复督办" in row
    assert "反馈</small>" not in row, "what was replied to is owed no more"
    with clock.frozen(by_at + timedelta(minutes=1)):
        assert listed(at, one, "late")
        at("clerk").post(of(one, "answer_supervision"), {"words": "今晚换", "key": "k"})
        assert not listed(at, one)


def test_what_was_warned_of_before_the_reply_is_not_near_after_it(town: Town, at: At) -> None:
    one = signed(town)
    near = one.kept | {"reply": one.kept["reply"] | {"near": True}}
    Assignment.objects.update(kept=near)
    assert listed(at, one, "soon")
    one = replies(as_it_is(one), town)
    supervised(one, town)
    assert listed(at, one)
    assert not listed(at, one, "soon")


def test_the_first_answer_that_is_owed_stands_beside_it(town: Town, at: At) -> None:
    one = signed(town)
    first = supervised(one, town)
    with clock.frozen(monday(9, days=1)):
        last = supervised(as_it_is(one), town, Level.TWO)
    assert first < last
    owed = Supervision.objects.filter(answered_at=None).aggregate(first=Min("answer_by_at"))
    assert as_it_is(one).answer_by_at == owed["first"] == first
    replied = replies(as_it_is(one), town)
    assignments.send_back(replied, by=town.people["reviewer"], why="没说亮没亮")
    assert as_it_is(one).answer_by_at == first, "a reply is no answer to it"
    watching.answer_supervision(as_it_is(one), by=town.people["clerk"], words="今晚换")
    assert as_it_is(one).answer_by_at is None


def test_what_is_being_given_back_is_not_offered_for_signing(town: Town, at: At) -> None:
    other, one = sent(town), sent(town)
    assert page(at("clerk")).count(TICK) == 2
    pleas.ask_return(one, by=town.people["clerk"], why="归供电公司")
    shown = page(at("clerk"))
    assert listed(at, one)
    assert shown.count(TICK) == 1
    assert f'value="{other.pk}"' in shown
    assert "待签收 <small>1</small>" in shown
    assert not listed(at, one, "sign")
    rulings.refuse(Plea.objects.get(), by=town.people["reviewer"], why="归你们")
    assert listed(at, one, "sign"), "refused, it is to be signed for"
    assert page(at("clerk")).count(TICK) == 2


def test_what_its_lead_asked_in_time_excuses_a_helper_in_its_inbox_too(town: Town, at: At) -> None:
    lead = signed(town, to="供电公司")
    assignments.share(lead, by=town.operator_28, unit=town.units["执法局"], task="帮忙")
    part = assignments.sign(Assignment.objects.get(under=lead), by=town.people["clerk"])
    by_at = as_it_is(part).reply_by_at
    assert by_at
    until(by_at - timedelta(minutes=30))
    pleas.ask_extension(as_it_is(lead), by=town.operator_28, days=2, why="等配件")
    until(by_at + timedelta(minutes=30))
    assert listed(at, part)
    assert not listed(at, part, "late")
    rulings.refuse(Plea.objects.get(), by=town.leader, why="抓紧")
    assert listed(at, part, "late")

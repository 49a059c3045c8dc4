"""From the case's page to the citizen's ear: who sees and does what, on the staff's pages and on the provider's telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Fault
from hotline.discipline.models import Card, Complaint
from hotline.discipline.rectifying import actions as rectifying
from hotline.papers import actions as papers
from tests.discipline import hands
from tests.papers.conftest import store_folder
from tests.papers.paperwork import photo
from tests.stories.steps import as_it_is, the_house_reacts

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["store_folder"]
At = Callable[[str], Client]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_whole_way_by_pages(at: At, town: Town) -> None:
    job = hands.done(town)
    desk, leader, phone = at("op28"), at("leader"), at("lin")
    here = f"/cases/{job.case_id}/"
    assert f"{here}complain" in page(desk, here)
    sent = {"dispatch": job.pk, "words": "陈女士说还在漏"}
    assert desk.post(f"{here}complain", sent).status_code == 204
    found = Complaint.objects.get()
    mine = f"/providers/complaints/{found.pk}/"
    assert mine in page(desk, here)
    assert mine in page(leader, "/providers/complaints/")
    assert "陈女士说还在漏" in page(desk, mine)

    assert desk.post(f"/complaints/{found.pk}/take_up", {"question": "请说明"}).status_code == 204
    theirs = f"/jobs/complaints/{found.pk}/"
    assert theirs in page(phone, "/jobs/complaints/")
    shown = page(phone, theirs)
    assert "请说明" in shown
    assert "陈" not in shown
    assert "5126" not in shown
    assert phone.post(f"{theirs}answer", {"words": "换了旧垫圈"}).status_code == 204
    assert "换了旧垫圈" in page(leader, mine)

    find = f"/complaints/{found.pk}/find_true"
    assert find in page(leader, mine)
    assert find not in page(desk, mine)
    assert leader.post(find, {"fault": "quality", "why": "照片为证"}).status_code == 204
    card = Card.objects.get()
    shown = page(phone, "/jobs/complaints/")
    assert 'data-card="yellow"' in shown
    assert "再有一次查实有责：红牌" in shown
    assert f"/jobs/cards/{card.pk}/appeal" in shown
    assert "照片为证" in page(phone, theirs)

    tell = {"way": "call", "words": "已发黄牌，抱歉"}
    assert desk.post(f"/complaints/{found.pk}/tell", tell).status_code == 204
    assert f"/complaints/{found.pk}/tell" not in page(desk, mine)
    assert mine not in page(leader, "/providers/complaints/")
    assert mine in page(leader, "/providers/complaints/?show=ended")


def test_the_citizens_own_words_are_not_for_the_provider(at: At, town: Town) -> None:
    job = hands.done(town)
    found = hands.complained(town, job, "司机姓王的说的")
    phone = at("lin")
    assert phone.get(f"/jobs/complaints/{found.pk}/").status_code == 404, "nobody has taken it up"
    hands.heard(found, town)
    discipline.hear_citizen(found, by=town.operator_28, words="隔壁老李也看见了")
    for address in ("/jobs/complaints/", f"/jobs/complaints/{found.pk}/"):
        shown = page(phone, address)
        assert "司机姓王" not in shown
        assert "老李" not in shown


def test_a_worker_sees_those_of_his_own_provider_alone(at: At, town: Town) -> None:
    card = hands.shown_a_card(town)
    hands.shown_a_card(town)
    plan = Card.objects.latest("pk").rectification
    other = at("pan")
    assert 'data-card="yellow"' not in page(other, "/jobs/complaints/")
    assert other.get(f"/jobs/complaints/{card.complaint_id}/").status_code == 404
    for address in (
        f"/jobs/complaints/{card.complaint_id}/answer",
        f"/jobs/cards/{card.pk}/appeal",
        f"/jobs/rectifications/{plan.pk}/hand_in",
    ):
        sent = {"words": "x", "plan": "x"}
        assert other.post(address, sent).status_code == 404, address
    assert as_it_is(card).status == "given"


def test_an_appeal_and_a_plan_go_from_the_telephone_to_the_leader(
    at: At, town: Town, second: object
) -> None:
    hands.shown_a_card(town)
    card = hands.shown_a_card(town)
    phone, leader, other = at("lin"), at("leader"), at("leader2")
    plan = card.rectification
    assert (
        phone.post(f"/jobs/rectifications/{plan.pk}/hand_in", {"plan": "培训"}).status_code == 204
    )
    assert phone.post(f"/jobs/cards/{card.pk}/appeal", {"words": "不是我们"}).status_code == 204
    shown = page(leader, "/providers/complaints/")
    assert "等答复的申诉" in shown
    assert "方案待审" in shown
    cards = f"/providers/{card.provider_id}/cards/"
    assert "培训" in page(leader, cards)
    assert "现在的派单份额：50%" in page(leader, cards)
    answer = leader.post(f"/cards/{card.pk}/overturn", {"why": "x"})
    assert answer.status_code == 403
    assert "另一位" in answer.content.decode()
    assert other.post(f"/cards/{card.pk}/overturn", {"why": "查明"}).status_code == 204
    the_house_reacts()
    assert 'data-card="none"' in page(phone, "/jobs/complaints/")
    assert "已撤销" in page(leader, cards)


def test_evidence_is_chosen_from_what_belongs_to_the_case(
    at: At, town: Town, store_folder: object
) -> None:
    job = hands.done(town)
    found = hands.heard(hands.complained(town, job), town)
    now = clock.now()
    call, strange = (
        Call.objects.create(
            direction=Direction.IN, status=CallStatus.ENDED, operator=town.operator_28,
            arrived_at=now, ended_at=now,
        )
        for _ in range(2)
    )  # fmt: skip
    job.case.calls.add(call)
    papers.receive(job.case, files=[(photo(), "水槽")], by=town.operator_28, key="k")
    paper = job.case.papers.get()
    desk, here = at("op28"), f"/providers/complaints/{found.pk}/"
    adding = f"{here}add_evidence"
    assert adding in page(desk, here)
    for thing in (call.about, paper.about):
        assert desk.post(adding, {"thing": thing, "why": "证明"}).status_code == 204
    shown = page(desk, here)
    assert f"/papers/{paper.pk}/preview" in shown
    for thing in (strange.about, "paper:x", "", "x" * 9999):
        assert desk.post(adding, {"thing": thing, "why": "证明"}).status_code == 422
    assert desk.post(adding, {"thing": call.about, "why": "再来"}).status_code == 409
    assert found.evidence.count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"dispatch": "", "words": "x"},
        {"dispatch": "999999999999999999999", "words": "x"},
        {"dispatch": "1; DROP", "words": "x"},
        {"words": "x"},
        {"dispatch": "own", "words": " "},
        {"dispatch": "own", "words": "长" * 2001},
        {"dispatch": "another", "words": "x"},
    ],
)
def test_what_is_no_complaint_is_said_beside_its_field(
    at: At, town: Town, sent: dict[str, str]
) -> None:
    own, another = hands.done(town), hands.done(town, number="13800005127")
    keys = {"own": own.pk, "another": another.pk}
    form = {name: keys.get(value, value) for name, value in sent.items()}
    answer = at("op28").post(f"/cases/{own.case_id}/complain", form)
    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_what_is_seen_of_a_provider_without_any_case_is_taken_down_too(at: At, town: Town) -> None:
    provider = town.providers["家家乐"]
    here = f"/providers/{provider.pk}/"
    leader = at("leader")
    assert f"{here}complain" in page(leader, f"{here}cards/")
    for sent in ({}, {"cause": "callback", "words": "x"}, {"cause": "staff", "words": ""}):
        assert leader.post(f"{here}complain", sent).status_code == 422
    assert leader.post(f"{here}complain", {"cause": "staff", "words": "没带证"}).status_code == 204
    assert Complaint.objects.get().dispatch is None
    assert at("lin").post(f"{here}complain", {"cause": "staff", "words": "x"}).status_code == 403


def test_bad_input_on_each_form_is_said_and_changes_nothing(at: At, town: Town) -> None:
    found = hands.heard(hands.noticed(town), town)
    leader, phone = at("leader"), at("lin")
    for step, sent in (
        ("find_true", {"fault": "ugly", "why": "x"}),
        ("find_true", {"fault": "quality", "why": ""}),
        ("find_grave", {"fault": "", "why": "x"}),
        ("hear_citizen", {"words": ""}),
        ("dismiss", {}),
    ):
        assert leader.post(f"/complaints/{found.pk}/{step}", sent).status_code == 422, step
    assert phone.post(f"/jobs/complaints/{found.pk}/answer", {"words": ""}).status_code == 422
    assert leader.post(f"/complaints/{found.pk}/stay_silent", {}).status_code == 404
    assert leader.post(f"/complaints/{found.pk}/set_aside", {"why": "x"}).status_code == 404
    discipline.find_true(found, by=town.leader, fault=Fault.MANNER, why="查实")
    card = Card.objects.get()
    assert phone.post(f"/jobs/cards/{card.pk}/appeal", {"words": ""}).status_code == 422
    red = hands.shown_a_card(town).rectification
    assert phone.post(f"/jobs/rectifications/{red.pk}/hand_in", {"plan": ""}).status_code == 422
    rectifying.hand_in(red, by=town.people["lin"], plan="培训")
    for until_on in ("", "2012-13-45", "yesterday"):
        sent = {"until_on": until_on}
        assert leader.post(f"/rectifications/{red.pk}/accept", sent).status_code == 422
    assert (
        leader.post(f"/rectifications/{red.pk}/accept", {"until_on": "2001-01-01"}).status_code
        == 409
    )


def test_news_for_a_worker_are_of_his_own_provider_alone(at: At, town: Town) -> None:
    from hotline.journal import tickets

    card = hands.shown_a_card(town)
    for who, theirs in (("lin", True), ("pan", False)):
        told = at(who).get("/jobs/complaints/ticket").json()["ticket"]
        said = tickets.read(told)
        assert said is not None
        assert (card.about in said["only"]) is theirs

"""Workers are taken on, answer offers one at a time, and see nothing any more once they are let go."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hotline.cases.models import Case
from hotline.catalogue.permits import Permit
from hotline.dispatch import actions as dispatch
from hotline.dispatch import links
from hotline.dispatch.models import Dispatch
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers import actions as providers
from hotline.providers.models import Credential, Face, Member, PaperKind, Provider
from hotline.providers.workers import actions as workers
from tests.desks.conftest import BACKEND
from tests.desks.papers import a_case
from tests.stories.steps import the_house_reacts
from tests.town import Town


def take_on(town: Town, name: str = "小吴", to: str = "家家乐") -> Member:
    return workers.take_on(town.providers[to], by=town.leader, name=name, telephone="13800000012")


def a_job(town: Town) -> Dispatch:
    job = dispatch.offer(a_case(town), to=town.providers["家家乐"], by=town.operator_28)
    the_house_reacts()
    return job


def told() -> list[str]:
    """Return which workers were written to."""
    return list(Message.objects.filter(about__startswith="dispatch:").values_list("to", flat=True))


def test_one_who_is_taken_on_acts_and_cannot_sign_in(town: Town) -> None:
    member = take_on(town)
    assert member.person.role == Role.PROVIDER
    assert not member.person.has_usable_password()
    assert not member.answers_offers  # 林师傅 does


def test_the_first_worker_of_a_provider_answers_its_offers(town: Town) -> None:
    alone = providers.apply("新光电气", telephone="13800000009", by=town.operator_28)
    assert workers.take_on(alone, by=town.leader, name="甲", telephone="1").answers_offers
    assert not workers.take_on(alone, by=town.leader, name="乙", telephone="2").answers_offers


def test_offers_are_answered_by_whom_they_were_moved_to_and_by_nobody_else(town: Town) -> None:
    wu = take_on(town)
    workers.answer_offers(wu, by=town.leader)
    a_job(town)
    assert told() == ["小吴"]
    with pytest.raises(NotNow, match="已经是接单人"), transaction.atomic():
        workers.answer_offers(wu, by=town.leader)


def test_who_was_let_go_sees_nothing_of_his_provider_any_more(town: Town) -> None:
    job, lin = a_job(town), town.people["lin"]
    member = Member.objects.get(person=lin)
    token = links.make(dispatch=job.pk, member=member.pk)
    signed_in = Client()
    signed_in.force_login(lin, backend=BACKEND)
    kinds: tuple[Any, ...] = (Provider, Dispatch, Case, Member, Credential)
    workers.answer_offers(take_on(town), by=town.leader)
    papers_of(town, member)
    assert all(kind.objects.seen_by(lin).exists() for kind in kinds)
    assert Client().get(f"/jobs/t/{token}/").status_code == 200
    assert signed_in.get("/jobs/").status_code == 200
    workers.let_go(member, by=town.leader, why="不做了")
    assert not any(kind.objects.seen_by(lin).exists() for kind in kinds)
    for address in (f"/jobs/t/{token}/", f"/jobs/t/{token}/ticket"):
        assert Client().get(address).status_code == 404
    for address in ("/jobs/", f"/jobs/{job.pk}/"):
        assert signed_in.get(address)["Location"].startswith("/sign-in/")
    answer = signed_in.post(f"/jobs/{job.pk}/accept", {"key": "k"})
    assert answer["Location"].startswith("/sign-in/")
    assert Dispatch.objects.get(pk=job.pk).status == "offered"


def test_who_was_let_go_is_sent_no_link(town: Town) -> None:
    wu, lin = take_on(town), Member.objects.get(person=town.people["lin"])
    workers.answer_offers(wu, by=town.leader)
    workers.let_go(lin, by=town.leader, why="不做了")
    a_job(town)
    assert told() == ["小吴"]


def test_who_answers_offers_is_not_let_go_before_another_does(town: Town) -> None:
    lin, wu = Member.objects.get(person=town.people["lin"]), take_on(town)
    with pytest.raises(NotSo, match="先把接单人换成"), transaction.atomic():
        workers.let_go(lin, by=town.leader, why="不做了")
    workers.answer_offers(wu, by=town.leader)
    workers.let_go(lin, by=town.leader, why="不做了")
    workers.let_go(wu, by=town.leader, why="最后一位也走了")
    assert not Member.objects.standing().filter(provider=town.providers["家家乐"]).exists()
    with pytest.raises(NotNow, match="已经不在"), transaction.atomic():
        workers.let_go(wu, by=town.leader, why="再来一次")


def test_who_left_one_provider_may_work_for_another_and_sees_that_one_alone(town: Town) -> None:
    lin, own, other = town.people["lin"], town.providers["家家乐"], town.providers["老潘水电"]
    with pytest.raises(NotSo, match="已经是一家企业的师傅"), transaction.atomic():
        workers.send_member(other, lin, by=town.leader, telephone="1")
    workers.let_go(Member.objects.get(person=lin), by=town.leader, why="跳槽")
    workers.send_member(other, lin, by=town.leader, telephone="1")
    assert list(Provider.objects.seen_by(lin)) == [other]
    assert own not in Provider.objects.seen_by(lin)


def test_the_account_of_who_was_let_go_is_ended_and_comes_back_with_him(town: Town) -> None:
    lin, first = take_on(town), Member.objects.get(person=town.people["lin"])
    people.set_password(lin.person, by=town.people["admin"])
    workers.let_go(lin, by=town.leader, why="不做了")
    assert not Person.objects.get(pk=lin.person_id).is_active
    assert [one.by for one in acts(lin.person, "deactivate")] == [town.leader]
    workers.take_again(lin, by=town.leader, why="点错了人")
    assert Person.objects.get(pk=lin.person_id).is_active
    assert [one.by for one in acts(lin.person, "reactivate")] == [town.leader]
    there = Member.objects.standing().filter(provider=lin.provider)
    assert [(one.pk, one.answers_offers) for one in there.order_by("pk")] == [
        (first.pk, True), (lin.pk, False),
    ]  # fmt: skip
    with pytest.raises(NotNow, match="还在"), transaction.atomic():
        workers.take_again(lin, by=town.leader, why="再点一次")


def test_nobody_comes_back_who_works_for_another_or_whose_provider_is_gone(town: Town) -> None:
    wu = take_on(town)
    workers.let_go(wu, by=town.leader, why="跳槽")
    workers.send_member(town.providers["老潘水电"], wu.person, by=town.leader, telephone="1")
    assert Person.objects.get(pk=wu.person_id).is_active
    with pytest.raises(NotSo, match="已经是一家企业的师傅"), transaction.atomic():
        workers.take_again(wu, by=town.leader, why="点错了人")
    he = take_on(town, "小郑")
    workers.let_go(he, by=town.leader, why="不做了")
    providers.leave(he.provider, by=town.leader, why="转行")
    with pytest.raises(NotNow, match="不在册"), transaction.atomic():
        workers.take_again(he, by=town.leader, why="点错了人")
    assert not Person.objects.get(pk=he.person_id).is_active


def test_an_account_that_an_administrator_has_ended_does_not_come_back_with_a_job(
    town: Town,
) -> None:
    wu, admin = take_on(town), town.people["admin"]
    people.deactivate(wu.person, by=admin, why="冒用")
    workers.let_go(wu, by=town.leader, why="不做了")
    assert len(acts(wu.person, "deactivate")) == 1
    with pytest.raises(NotSo, match="先让管理员启用"), transaction.atomic():
        workers.send_member(town.providers["老潘水电"], wu.person, by=town.leader, telephone="1")
    people.reactivate(wu.person, by=admin)
    workers.send_member(town.providers["老潘水电"], wu.person, by=town.leader, telephone="1")


def test_who_is_something_else_too_keeps_his_account(town: Town) -> None:
    wu = take_on(town)
    people.change_roles(wu.person, to=Role.PROVIDER | Role.OPERATOR, by=town.people["admin"])
    workers.let_go(wu, by=town.leader, why="进了热线")
    assert Person.objects.get(pk=wu.person_id).is_active


def acts(person: Person, act: str) -> list[Entry]:
    rows = Entry.objects.filter(kind="person", subject=person.pk, act=act)
    return list(rows.select_related("by"))


def test_his_photo_goes_with_him(town: Town) -> None:
    wu = take_on(town)
    workers.show_face(wu, by=town.leader, jpeg=b"\xff\xd8one")
    workers.show_face(wu, by=town.leader, jpeg=b"\xff\xd8two")
    assert bytes(Face.objects.get().jpeg) == b"\xff\xd8two"
    workers.let_go(wu, by=town.leader, why="不做了")
    assert not Face.objects.exists()


def test_certificates_by_their_code_or_their_name_become_papers(town: Town) -> None:
    person = take_on(town).person
    workers.let_go(Member.objects.get(person=person), by=town.leader, why="换一家")
    member = workers.send_member(
        town.providers["老潘水电"], person, by=town.leader, telephone="1",
        certificates=["electrician", "金牌水电工"],
    )  # fmt: skip
    kept = list(Credential.objects.filter(member=member).order_by("pk"))
    assert [(one.kind, one.permit, one.title) for one in kept] == [
        (PaperKind.PERMIT, Permit.ELECTRICIAN, ""),
        (PaperKind.CERTIFICATE, "", "金牌水电工"),
    ]


@pytest.mark.parametrize("who", ["op28", "reviewer", "auditor", "lin"])
def test_only_leaders_and_administrators_change_who_works_for_whom(town: Town, who: str) -> None:
    lin, by = Member.objects.get(person=town.people["lin"]), town.people[who]
    before = Person.objects.count()
    for act in (
        lambda: workers.take_on(town.providers["家家乐"], by=by, name="甲", telephone="1"),
        lambda: workers.let_go(lin, by=by, why="x"),
        lambda: workers.take_again(lin, by=by, why="x"),
        lambda: workers.answer_offers(lin, by=by),
        lambda: workers.show_face(lin, by=by, jpeg=b"x"),
    ):
        with pytest.raises(NotYours), transaction.atomic():
            act()
    assert Person.objects.count() == before


def papers_of(town: Town, member: Member) -> None:
    from hotline.providers.credentials import actions as papers

    papers.add_paper(
        member.provider, by=town.leader, kind=PaperKind.IDENTITY, member=member, number="1234"
    )

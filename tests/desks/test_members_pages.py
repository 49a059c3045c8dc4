"""The desk of providers: papers, services and workers are written down there, and what is typed wrongly changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hotline.journal.models import Entry
from hotline.providers import actions as providers
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Credential, Face, Member, Offer, PaperKind, Provider
from tests.papers.paperwork import photo
from tests.providers.paperwork import bring_all, in_days
from tests.town import Town

At = Callable[[str], Client]
APPLIES = {
    "name": "新光电气", "form": "company", "legal_person": "新先生", "telephone": "0577-6581 0001",
    "address": "安阳街道一号", "hours": "07:00-21:00",
}  # fmt: skip


def asked(town: Town, **more: Any) -> dict[str, Any]:
    return APPLIES | {
        "services": [town.services["水管维修"].pk], "areas": [town.places["安阳"].pk], "key": "k",
    } | more  # fmt: skip


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_whoever_stands_at_the_counter_is_written_down_once_with_what_he_would_serve(
    at: At, town: Town
) -> None:
    desk = at("op28")
    assert "登记加盟申请" in page(desk, "/providers/new/")
    for _press in range(2):
        answer = desk.post("/providers/new/apply", asked(town))
        assert answer.status_code == 204
    one = Provider.objects.get(name="新光电气")
    assert answer["Location"] == f"/providers/{one.pk}/"
    assert (one.status, one.telephone, one.legal_person) == ("applied", "057765810001", "新先生")
    offer = Offer.objects.get(provider=one)
    assert (offer.service, offer.hours) == (town.services["水管维修"], "07:00-21:00")
    shown = page(at("leader"), f"/providers/{one.pk}/")
    assert "营业执照、身份证明、保险" in shown
    assert one.code is not None
    assert one.code in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "必填"),
        ({"telephone": "没有"}, "要写电话号码"),
        ({"services": []}, "至少选一个小项"),
        ({"services": ["999999"]}, ""),
        ({"areas": []}, "至少选一个区域"),
        ({"hours": "白天"}, "07:30-20:00"),
        ({"form": "church"}, ""),
    ],
)
def test_an_application_with_a_fault_is_given_back(
    at: At, town: Town, wrong: dict[str, Any], said: str
) -> None:
    before = Provider.objects.count(), Entry.objects.count()
    answer = at("op28").post("/providers/new/apply", asked(town, **wrong))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text or 'aria-invalid="true"' in text
    assert 'class="error"' in text
    assert (Provider.objects.count(), Entry.objects.count()) == before


def test_a_name_that_is_on_the_list_is_refused_in_a_sentence(at: At, town: Town) -> None:
    answer = at("op28").post("/providers/new/apply", asked(town, name="明光电工"))
    assert answer.status_code == 409
    assert "名单里已经有“明光电工”" in answer.content.decode()


def test_a_paper_is_written_down_shown_and_taken_back(at: At, town: Town) -> None:
    reviewer, one = at("reviewer"), town.providers["家家乐"]
    given = {
        "kind": "insurance",
        "number": "PICC-9",
        "until_on": in_days(5).isoformat(),
        "key": "a",
    }
    for _press in range(2):
        answer = reviewer.post(f"/providers/{one.pk}/add_paper", given)
        assert answer["Location"] == f"/providers/{one.pk}/papers/"
    paper = Credential.objects.get()
    shown = page(reviewer, f"/providers/{one.pk}/papers/")
    assert "PICC-9" in shown
    assert "还有 5 天" in shown
    assert "PICC-9" in page(reviewer, "/providers/ending/")
    assert f"{in_days(6)} 零点停" in page(reviewer, f"/providers/{one.pk}/services/")
    out = {"paper": paper.pk, "why": "看错了", "key": "b"}
    assert reviewer.post(f"/providers/{one.pk}/withdraw_paper", out).status_code == 204
    assert "停派：证照不全" in page(reviewer, f"/providers/{one.pk}/services/")
    assert "PICC-9" not in page(reviewer, "/providers/ending/")
    assert "看错了" in page(reviewer, f"/providers/{one.pk}/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "card", "until_on": "2999-01-01"},
        {"kind": "insurance", "until_on": ""},
        {"kind": "insurance", "until_on": "2020-01-01"},
        {"kind": "insurance", "until_on": "2026-02-30"},
        {"kind": "permit", "permit": ""},
        {"kind": "permit", "permit": "pilot"},
        {"kind": "licence", "number": ""},
        {"kind": "licence", "number": "9" * 61},
    ],
)
def test_a_paper_with_a_fault_is_refused(at: At, town: Town, wrong: dict[str, str]) -> None:
    before = Entry.objects.count()
    answer = at("reviewer").post(
        f"/providers/{town.providers['家家乐'].pk}/add_paper", wrong | {"key": "k"}
    )
    assert answer.status_code in (409, 422)
    assert not Credential.objects.exists()
    assert Entry.objects.count() == before


def test_a_paper_of_another_provider_is_not_taken_back_here(at: At, town: Town) -> None:
    other = papers.add_paper(
        town.providers["老潘水电"], by=town.leader, kind=PaperKind.INSURANCE, until_on=in_days(9)
    )
    given = {"paper": other.pk, "why": "x", "key": "k"}
    answer = at("leader").post(f"/providers/{town.providers['家家乐'].pk}/withdraw_paper", given)
    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_a_service_is_added_changed_and_taken_off(at: At, town: Town) -> None:
    leader, one = at("leader"), town.providers["家家乐"]
    wiring, home = town.services["电路维修"], f"/providers/{one.pk}/"
    given = {"service": wiring.pk, "areas": [town.places["安阳"].pk], "hours": "08:00-18:00"}
    assert leader.post(f"{home}serve", given | {"key": "a"}).status_code == 204
    assert (
        leader.post(f"{home}serve", given | {"hours": "20:00-06:00", "key": "b"}).status_code == 204
    )
    offer = Offer.objects.get(provider=one, service=wiring)
    assert offer.hours == "20:00-06:00"
    shown = page(leader, f"{home}services/")
    assert "20:00-06:00" in shown
    for _press in range(2):
        taken = leader.post(f"{home}stop_serving", {"service": wiring.pk, "key": "c"})
        assert taken.status_code == 204
    assert list(Offer.objects.filter(provider=one).values_list("service__name", flat=True)) == ["水管维修"]  # fmt: skip
    assert "撤下一个小项" in page(leader, home)


@pytest.mark.parametrize(
    "wrong", [{"service": "0"}, {"areas": []}, {"areas": ["x"]}, {"hours": "25:00-26:00"}]
)
def test_a_service_with_a_fault_is_refused(at: At, town: Town, wrong: dict[str, Any]) -> None:
    given = {"service": town.services["电路维修"].pk, "areas": [town.places["安阳"].pk], "hours": "08:00-18:00", "key": "k"}  # fmt: skip
    home, before = f"/providers/{town.providers['家家乐'].pk}/", Entry.objects.count()
    assert at("leader").post(f"{home}serve", given | wrong).status_code == 422
    for service, status in ((town.services["电路维修"].pk, 409), ("x", 422)):
        taken = at("leader").post(f"{home}stop_serving", {"service": service, "key": str(service)})
        assert taken.status_code == status
    assert Entry.objects.count() == before


def test_how_a_provider_is_reached_is_written_anew(at: At, town: Town) -> None:
    leader, one = at("leader"), town.providers["家家乐"]
    given = {
        "name": one.name, "short_name": "家家乐", "form": "company", "telephone": "0577 65812345",
        "address": "隆山路 1 号", "most_open": "3", "legal_person": "陈家乐", "key": "k",
    }  # fmt: skip
    assert leader.post(f"/providers/{one.pk}/describe", given).status_code == 204
    one.refresh_from_db()
    assert (one.telephone, one.address, one.most_open) == ("057765812345", "隆山路 1 号", 3)
    for wrong in ({"most_open": "0"}, {"telephone": "x"}, {"name": ""}, {"form": "x"}):
        answer = leader.post(f"/providers/{one.pk}/describe", given | wrong | {"key": str(wrong)})
        assert answer.status_code == 422
    taken = leader.post(f"/providers/{one.pk}/describe", given | {"name": "明光电工", "key": "n"})
    assert taken.status_code == 409
    one.refresh_from_db()
    assert one.most_open == 3


def test_a_worker_is_taken_on_checked_given_the_offers_and_let_go(at: At, town: Town) -> None:
    leader, one = at("leader"), town.providers["家家乐"]
    home = f"/providers/{one.pk}/"
    given = {"name": "小吴", "telephone": "138 0000 0012", "key": "a"}
    assert leader.post(f"{home}take_on", given)["Location"] == f"{home}members/"
    wu = Member.objects.get(person__name="小吴")
    assert "身份没核" in page(leader, f"{home}members/")
    here = f"/providers/members/{wu.pk}/"
    for paper in (
        {"kind": "identity", "number": "330325197001011234"},
        {"kind": "card", "number": "SM-12", "until_on": in_days(3).isoformat()},
        {"kind": "certificate", "title": "金牌水电工"},
    ):
        answer = leader.post(f"{here}add_paper", paper | {"key": paper["kind"]})
        assert answer.status_code == 204, paper
    shown = page(leader, here)
    assert "SM-12" in shown
    assert "330325" not in shown
    assert "还有 3 天" in page(leader, f"{home}members/")
    picture = {"photo": photo_file(), "key": "f"}
    assert leader.post(f"{here}show_face", picture).status_code == 204
    assert leader.get(f"{here}face")["Content-Type"] == "image/jpeg"
    assert f'src="{here}face"' in page(leader, here)
    assert leader.post(f"{here}answer_offers", {"key": "o"}).status_code == 204
    lin = Member.objects.get(person=town.people["lin"])
    assert not lin.answers_offers
    there = f"/providers/members/{lin.pk}/"
    assert leader.post(f"{there}let_go", {"why": "", "key": "g"}).status_code == 422
    assert leader.post(f"{there}let_go", {"why": "不做了", "key": "h"}).status_code == 204
    assert "已离开" in page(leader, there)
    assert "登记证件" in page(leader, here)
    assert "let_go" not in page(leader, there)
    assert leader.post(f"{there}take_again", {"why": "", "key": "i"}).status_code == 422
    assert leader.post(f"{there}take_again", {"why": "点错了", "key": "j"}).status_code == 204
    assert "已离开" not in page(leader, there)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"telephone": ""}, {"telephone": "abc"}])
def test_a_worker_with_a_fault_is_not_taken_on(at: At, town: Town, wrong: dict[str, str]) -> None:
    given = {"name": "小吴", "telephone": "13800000012", "key": "k"} | wrong
    answer = at("leader").post(f"/providers/{town.providers['家家乐'].pk}/take_on", given)
    assert answer.status_code == 422
    assert not Member.objects.filter(person__name="小吴").exists()


def test_what_is_no_photo_is_refused(at: At, town: Town) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    lin = Member.objects.get(person=town.people["lin"])
    for n, data in enumerate((b"", b"no photo", b"%PDF-1.7\n%%EOF")):
        given = {"photo": SimpleUploadedFile("a.png", data), "key": str(n)}
        answer = at("leader").post(f"/providers/members/{lin.pk}/show_face", given)
        assert answer.status_code in (409, 422), data
    assert not Face.objects.exists()


def test_the_whole_way_by_two_hands_from_the_counter_to_the_contract(at: At, town: Town) -> None:
    at("op28").post("/providers/new/apply", asked(town))
    one = Provider.objects.get(name="新光电气")
    home, reviewer, leader = f"/providers/{one.pk}/", at("reviewer"), at("leader")
    refused = reviewer.post(f"{home}check", {"seen": "什么都没带", "key": "1"})
    assert refused.status_code == 409
    assert "材料不全，缺少或已过期：营业执照、身份证明、保险。" in refused.content.decode()
    bring_all(one, by=town.people["reviewer"])
    for who, step, given in (
        (reviewer, "check", {"seen": "都有"}),
        (reviewer, "visit", {"seen": "门面一间"}),
        (leader, "try_out", {"why": "可以"}),
        (leader, "sign", {"until_on": in_days(365).isoformat()}),
        (leader, "renew", {"until_on": in_days(700).isoformat()}),
    ):
        answer = who.post(f"{home}{step}", given | {"key": step})
        assert answer.status_code == 204, (step, answer.content.decode())
    assert Provider.objects.get(pk=one.pk).status == "signed"
    assert "门面一间" in page(leader, home)


def test_who_may_look_and_not_change_is_shown_no_buttons_and_refused(at: At, town: Town) -> None:
    one = town.providers["家家乐"]
    lin = Member.objects.get(person=town.people["lin"])
    for who in ("op28", "auditor"):
        desk = at(who)
        for address in ("", "services/", "papers/", "members/"):
            shown = page(desk, f"/providers/{one.pk}/{address}")
            for act in ("serve", "add_paper", "take_on", "describe"):
                assert f"/providers/{one.pk}/{act}" not in shown
        for address in (
            f"/providers/{one.pk}/serve", f"/providers/{one.pk}/stop_serving",
            f"/providers/{one.pk}/add_paper", f"/providers/{one.pk}/withdraw_paper",
            f"/providers/{one.pk}/take_on", f"/providers/{one.pk}/describe",
            f"/providers/members/{lin.pk}/let_go", f"/providers/members/{lin.pk}/answer_offers",
            f"/providers/members/{lin.pk}/take_again",
            f"/providers/members/{lin.pk}/show_face", f"/providers/members/{lin.pk}/add_paper",
        ):  # fmt: skip
            assert desk.post(address, {"key": "k"}).status_code == 403, address
    assert at("lin").get(f"/providers/{one.pk}/papers/").status_code == 403


def photo_file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("face.jpg", photo(size=(300, 300)))


def test_one_that_is_gone_takes_nobody_on(at: At, town: Town) -> None:
    one = town.providers["家家乐"]
    providers.leave(one, by=town.leader, why="不做了")
    given = {"name": "小吴", "telephone": "13800000012", "key": "k"}
    assert at("leader").post(f"/providers/{one.pk}/take_on", given).status_code == 409
    assert Member.objects.filter(provider=one).count() == 1

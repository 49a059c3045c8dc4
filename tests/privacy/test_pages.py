"""The page of what is kept, and the record of an erasure, as those who answer for it use them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from hotline import clock
from hotline.cases import actions as cases
from hotline.privacy import actions as privacy
from hotline.privacy import register
from hotline.privacy.life import Status
from hotline.privacy.models import Erasure
from tests.stories.steps import the_house_reacts
from tests.town import at

if TYPE_CHECKING:
    from tests.town import Town

NUMBER = "13800005126"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def seat(town: Town, key_file: Path) -> Callable[[str], Client]:
    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(town.people[who], backend=BACKEND)
        return client

    return sign_in


def ask(client: Client, **given: str) -> int:
    said = {"key": str(uuid.uuid4()), "whom": NUMBER, "why": "showed her card"} | given
    return client.post("/privacy/ask", said).status_code


def test_the_page_says_of_every_column_why_and_how_long(seat: Callable[[str], Client]) -> None:
    page = seat("admin").get("/privacy/").content.decode()
    for table in register.tables():
        for column in table.columns:
            assert register.where(table, column) in page
    assert "办结后诉求原话保留 1095 天" in page
    assert "还没有清除过" in page


def test_one_asks_another_grants_and_the_record_is_printed(
    town: Town, seat: Callable[[str], Client]
) -> None:
    town.caller("陈敏", NUMBER)
    admin, auditor = seat("admin"), seat("auditor")
    assert ask(admin) == 302
    erasure = Erasure.objects.get()
    own = admin.get(f"/privacy/{erasure.pk}/").content.decode()
    assert "要由另一个人批准" in own
    assert "/grant" not in own
    assert "/grant" in auditor.get(f"/privacy/{erasure.pk}/").content.decode()
    auditor.post(f"/privacy/{erasure.pk}/grant", {"key": str(uuid.uuid4())})
    the_house_reacts()
    record = auditor.get(f"/privacy/{erasure.pk}/").content.decode()
    assert "个人信息清除证明" in record
    assert "来电人号码" in record
    assert "陈敏" not in record
    assert NUMBER not in record
    assert "已经办完的" in auditor.get("/privacy/").content.decode()


def test_a_second_press_asks_once(town: Town, seat: Callable[[str], Client]) -> None:
    town.caller("陈", NUMBER)
    client, key = seat("admin"), str(uuid.uuid4())
    assert [ask(client, key=key) for _ in range(2)] == [302, 302]
    assert Erasure.objects.count() == 1


def test_a_caller_without_a_number_is_found_by_his_case(
    town: Town, seat: Callable[[str], Client]
) -> None:
    with clock.frozen(at(9)):
        caller = town.caller("陈", "")
        case = cases.take_in(cases.Asked(said="x"), by=town.operator_28, caller=caller)
        assert ask(seat("auditor"), whom=case.number) == 302
        assert Erasure.objects.get().caller == caller
        page = seat("admin").get("/privacy/").content.decode()
    assert f"还有在办的工单、争议或没打的回电（{case.number}）" in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"whom": "13800009999"}, "没有找到这位来电人"),
        ({"whom": "20120926-99999"}, "没有找到这位来电人"),
        ({"whom": "nobody"}, "没有找到这位来电人"),
        ({"whom": ""}, "请填电话号码或工单号"),
        ({"why": " "}, "怎样核实的身份"),
    ],
)
def test_what_cannot_be_understood_is_said(
    town: Town, seat: Callable[[str], Client], given: dict[str, str], says: str
) -> None:
    town.caller("陈", NUMBER)
    said = {"key": str(uuid.uuid4()), "whom": NUMBER, "why": "x"} | given
    answer = seat("admin").post("/privacy/ask", said)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_refusal_says_what_the_person_was_told(town: Town, seat: Callable[[str], Client]) -> None:
    erasure = privacy.ask(town.caller("陈", NUMBER), by=town.people["admin"], why="x")
    seat("auditor").post(
        f"/privacy/{erasure.pk}/refuse", {"key": str(uuid.uuid4()), "why": "法院要求保留"}
    )
    assert Erasure.objects.get().status == Status.REFUSED
    assert "法院要求保留" in seat("admin").get(f"/privacy/{erasure.pk}/").content.decode()


@pytest.mark.parametrize("who", ["op28", "leader", "clerk", "lin"])
def test_nobody_else_comes_in(seat: Callable[[str], Client], who: str) -> None:
    assert seat(who).get("/privacy/").status_code == 403
    assert ask(seat(who)) == 403

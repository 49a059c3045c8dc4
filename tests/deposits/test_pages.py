"""The pages of deposits: the ledger with the balance after each line, the second word, and the provider's own view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from hotline.deposits.models import Account, Draw, Voucher
from tests.deposits.ledger import asked, held, paid_in, second
from tests.desks.conftest import at

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_deposit_is_agreed_paid_drawn_and_topped_up_from_its_page(at: At, town: Town) -> None:
    desk, other, provider = at("leader"), at("admin"), town.providers["家家乐"]
    here = f"/providers/{provider.pk}/deposit/"
    assert "还没有存保证金" in text(desk, here)
    assert desk.post(f"{here}agree_deposit", {"yuan": "1000"}).status_code == 204
    assert "待补 1,000 元" in text(desk, here)
    assert desk.post(f"{here}pay_in", {"amount": "1000", "why": "收据 001"}).status_code == 204
    assert "待补" not in text(desk, here)
    sent = {"amount": "300", "why": "漏水泡了地板", "use": "draw"}
    assert desk.post(f"{here}ask_draw", sent).status_code == 204
    draw = Draw.objects.get()
    mine, theirs = text(desk, here), text(other, "/providers/deposits/")
    assert f"/deposits/draws/{draw.pk}/approve" not in mine
    assert f"/deposits/draws/{draw.pk}/approve" in theirs
    assert "漏水泡了地板" in theirs
    assert desk.post(f"/deposits/draws/{draw.pk}/approve").status_code == 403
    assert other.post(f"/deposits/draws/{draw.pk}/approve").status_code == 204
    page = text(desk, here)
    for said in ("收据 001", "1,000 元", "700 元", "待补 300 元", "扣划赔付"):
        assert said in page
    assert "待补 300 元" in text(desk, "/providers/deposits/")


def test_a_wrong_entry_is_reversed_from_its_line_by_another(at: At, town: Town) -> None:
    provider = town.providers["家家乐"]
    paid_in(town)
    wrong, here = Voucher.objects.get(), f"/providers/{provider.pk}/deposit/"
    assert f"/vouchers/{wrong.pk}/reverse" not in text(at("leader"), here)
    other = at("admin")
    assert f"/vouchers/{wrong.pk}/reverse" in text(other, here)
    assert other.post(f"/providers/vouchers/{wrong.pk}/reverse", {"why": ""}).status_code == 422
    assert other.post(f"/providers/vouchers/{wrong.pk}/reverse", {"why": "记错"}).status_code == 204
    assert held(town) == 0
    page = text(other, here)
    assert f"冲销 #{wrong.pk}" in page
    assert "已冲销" in page
    assert f"/vouchers/{wrong.pk}/reverse" not in page


def test_the_provider_reads_its_own(at: At, town: Town) -> None:
    assert "没有存保证金" in text(at("lin"), "/jobs/deposit/")
    paid_in(town)
    page = text(at("lin"), "/jobs/deposit/")
    assert "余额 1,000 元" in page
    assert "收据 001" in page
    assert "没有存保证金" in text(at("pan"), "/jobs/deposit/")
    assert at("lin").get(f"/providers/{town.providers['家家乐'].pk}/deposit/").status_code == 403


@pytest.mark.parametrize("amount", ["", "0", "-5", "0.001", "一百", "1e12", "NaN"])
def test_bad_input_books_nothing(at: At, town: Town, amount: str) -> None:
    here = f"/providers/{town.providers['家家乐'].pk}/deposit/"
    for act in ("pay_in", "ask_draw"):
        sent = {"amount": amount, "why": "x"}
        assert at("leader").post(f"{here}{act}", sent).status_code == 422, act
    if amount != "0":
        assert at("leader").post(f"{here}agree_deposit", {"yuan": amount}).status_code == 422
    assert not Account.objects.exists()


def test_sent_twice_it_is_booked_once(at: At, town: Town) -> None:
    here = f"/providers/{town.providers['家家乐'].pk}/deposit/"
    sent = {"amount": "5", "why": "x", "key": "one"}
    assert [at("leader").post(f"{here}pay_in", sent).status_code for _ in "ab"] == [204, 204]
    assert held(town) == 5


def test_whoever_may_not_sees_no_buttons(at: At, town: Town) -> None:
    paid_in(town)
    draw = asked(town)
    page = text(at("op28"), f"/providers/{town.providers['家家乐'].pk}/deposit/")
    assert "收据 001" in page
    for address in ("pay_in", "ask_draw", "reverse", f"draws/{draw.pk}"):
        assert address not in page
    assert at("op28").post(f"/deposits/draws/{draw.pk}/approve").status_code == 403
    assert second(town)

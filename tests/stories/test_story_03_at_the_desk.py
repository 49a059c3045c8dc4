"""Story 3 at the desk, on a bad night: what is urgent by itself goes out as urgent, and when no electrician comes the operator hears of it.

By then she has somebody else on the telephone: a quiet line under the bar, which stays until she says that she knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.calls.exchange import db, until
from tests.running import Hotline
from tests.stories import hands

if TYPE_CHECKING:
    from hotline.dispatch.models import Dispatch
    from tests.town import Town

pytestmark = pytest.mark.browser
CHEN = "13800005126"


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


async def test_nobody_comes_and_the_operator_hears_of_it_in_another_call(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()

    # Mr Zhou stands in the doorway: his power is out. Electric work is urgent by itself.
    await operator.page.goto("/desk/?new=1")
    await expect(_urgency(operator)).to_have_value("1")
    await operator.tab_to("#said")
    await operator.write("家里突然停电，估计是电表坏了，虹桥社区。")
    await operator.can_strike("Alt+1")
    await operator.strike("Alt+1")
    await expect(_urgency(operator)).to_have_value("3")
    await operator.send_to("老潘水电")
    await operator.page.wait_for_url("**/cases/*/")
    job: Dispatch = await until(_offered, for_s=hands.WAIT_S)
    assert job.accept_by_at - job.offered_at == timedelta(minutes=3)

    # Ms Chen rings; while she speaks, one electrician after the other says no.
    await operator.page.goto("/desk/")
    await _answers(operator, await hands.with_phone(browser, hotline.address))
    await operator.tab_to("#said")
    await operator.write("我家马桶堵了")
    await operator.leave_a_mark()
    notice = operator.page.locator(".ran-out")
    for _electrician in range(2):
        await expect(notice).to_have_count(0)
        await db(_refuse)(await until(_offered, for_s=hands.WAIT_S))
    await expect(notice).to_contain_text("家里突然停电")
    await operator.was_not_reloaded()
    await expect(operator.page.locator("#said")).to_be_focused()
    await expect(operator.page.locator("#said")).to_have_value("我家马桶堵了")

    # It waits until she has time, on every page, and leads to the case.
    await operator.page.goto("/followups/")
    await expect(notice).to_contain_text("家里突然停电")
    other = await operator.page.context.new_page()
    await other.goto("/cases/")
    await operator.can_strike("Alt+O")
    await operator.strike("Alt+o")
    await operator.page.wait_for_url(f"**/cases/{job.case_id}/")
    await operator.can_strike("Alt+G")
    await operator.strike("Alt+g")
    await expect(notice).to_have_count(0)
    await expect(other.locator(".ran-out")).to_have_count(0)
    assert operator.faults == []


async def _answers(operator: hands.Operator, citizen: Page) -> None:
    await citizen.goto(f"/demo/phone/{CHEN}")
    await hands.press(citizen, "ring")
    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(operator.bar("talking")).to_be_visible()


def _urgency(operator: hands.Operator) -> Locator:
    return operator.page.locator('[name="urgency"]:checked')


def _offered() -> Dispatch | None:
    from hotline.dispatch.life import Status
    from hotline.dispatch.models import Dispatch

    waiting = Dispatch.objects.filter(status=Status.OFFERED)
    return waiting.select_related("provider", "case").first()


def _refuse(job: Dispatch) -> None:
    from hotline.dispatch import actions as dispatch
    from hotline.dispatch.life import Refusal

    worker = job.provider.members.get().person
    dispatch.refuse(job, by=worker, ground=Refusal.BUSY)

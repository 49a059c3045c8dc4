"""The power cut at a desk, with the keyboard alone: the notice is there, one key joins the caller, another concludes a call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import db, until
from tests.running import Hotline
from tests.stories import hands
from tests.stories.test_story_13_the_power_cut import NOTICE

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from hotline.cases.models import Case
    from tests.town import Town

pytestmark = pytest.mark.browser
CHEN = "13800005126"


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


async def test_a_caller_is_joined_by_one_key_and_a_wrong_number_concluded_by_another(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    trouble = await db(_power_cut)(cast)
    notice = operator.page.locator(".troubles")
    await expect(notice).to_contain_text(NOTICE)  # without anybody's loading the page anew

    citizen = await hands.with_phone(browser, hotline.address)
    await _rings(citizen, operator)
    await operator.can_strike("Alt+J")
    await operator.strike("Alt+j")
    await expect(notice).to_contain_text("来电 2")
    joined = await until(lambda: _joined(trouble), for_s=hands.WAIT_S)
    assert not joined.wants_call_back
    await _hangs_up(operator)
    await operator.strike("F6")

    # The same again, by mistake: nothing is written down; one key says what it was.
    await _rings(citizen, operator)
    await expect(operator.page.locator(".side").first).not_to_contain_text("没写完的")
    await _hangs_up(operator)
    await operator.can_strike("Alt+6")
    await operator.strike("Alt+6")
    await expect(operator.bar("ended")).to_contain_text("打错")
    assert await until(_wrong_number, for_s=hands.WAIT_S)

    # The notice was declared too early: it is called off by key, and by another it is back.
    await operator.page.goto(f"/cases/{trouble.pk}/")
    await operator.strike("m")
    off = operator.page.locator(f'form[action$="/{trouble.pk}/call_off"] button')
    await off.focus()
    await operator.strike("Enter")
    await operator.can_strike("Alt+Z")
    await operator.strike("Alt+z")
    await expect(operator.page.locator("toast-region")).to_contain_text("已撤销")
    await operator.page.goto("/desk/")
    await expect(notice).to_contain_text(NOTICE)
    assert operator.faults == []


async def _rings(citizen: Page, operator: hands.Operator) -> None:
    await citizen.goto(f"/demo/phone/{CHEN}")
    await hands.press(citizen, "ring")
    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(operator.bar("talking")).to_be_visible()


async def _hangs_up(operator: hands.Operator) -> None:
    await operator.can_strike("F10")
    await operator.strike("F10")
    await expect(operator.bar("ended")).to_be_visible()
    await operator.can_strike("F6")


def _power_cut(cast: Town) -> Case:
    from hotline.cases import actions as cases

    asked = cases.Asked(said="我家没电了", area=cast.places["虹桥"])
    case = cases.take_in(asked, by=cast.leader, caller=cast.caller("周", "13800005127"))
    return cases.declare(case, by=cast.operator_28, notice=NOTICE)


def _joined(trouble: Case) -> Case | None:
    from hotline.cases.models import Case

    return Case.objects.filter(joined_to=trouble).first()


def _wrong_number() -> Call | None:
    from hotline.calls.models import Call

    return Call.objects.filter(outcome="wrong").first()

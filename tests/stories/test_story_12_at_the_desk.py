"""The second call at a desk: what Ms Chen asked before lies beside the form, and one key urges it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, expect

from tests.calls.exchange import db, until
from tests.running import Hotline
from tests.stories import hands

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from tests.town import Town

pytestmark = pytest.mark.browser
CHEN = "13800005126"


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


async def test_the_case_there_is_is_urged_by_one_key(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    case = await db(_asked_before)(cast)
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    citizen = await hands.with_phone(browser, hotline.address)
    await citizen.goto(f"/demo/phone/{CHEN}")
    await hands.press(citizen, "ring")
    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(operator.bar("talking")).to_be_visible()

    await operator.tab_to("#said")
    await operator.write("人还没来")
    await operator.can_strike("Alt+R")
    await operator.strike("Alt+r")
    await expect(operator.page.locator("toast-region")).to_contain_text("已催办")
    assert await until(lambda: _urged(case), for_s=hands.WAIT_S)
    await expect(operator.page.locator("#said")).to_have_value("")
    await expect(operator.page.locator("#alike .dup")).to_have_count(0)  # it is this call's now
    assert operator.faults == []


def _asked_before(cast: Town) -> Case:
    from hotline.cases import actions as cases

    asked = cases.Asked(said="厨房水槽下面漏水", area=cast.places["虹桥"])
    return cases.take_in(asked, by=cast.people["op21"], caller=cast.caller("陈", CHEN))


def _urged(case: Case) -> Case | None:
    from hotline.cases.models import Case

    return Case.objects.filter(pk=case.pk, times_urged=1, calls__caller=case.caller).first()

"""The dry run in a real browser: a file is chosen, its lines are read, it is written; on a phone nothing runs off the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desks.browsing import served, signed_in
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["chromium", "served"]

GOOD = "编码,小项,参考价\nSD01,水管维修,45\nSD02,电路维修,30\n"
WRONG = GOOD + "SD02,电路维修,三十\n9999,新项,1\n"


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def page(
    request: pytest.FixtureRequest, chromium: Browser, served: tuple[str, Town]
) -> Iterator[Page]:
    """Open a browser in which the shift leader is signed in."""
    base, town = served
    width, height = request.param
    with signed_in(chromium, base, town.leader, width=width, height=height) as page:
        yield page


def bring(page: Page, folder: Path, text: str) -> None:
    path = folder / "目录.csv"
    path.write_bytes(text.encode("gb18030"))
    page.goto("/tables/?what=catalogue")
    page.get_by_label("文件").set_input_files(str(path))
    page.get_by_role("button", name="先看看会怎样").click()


def fits(page: Page) -> bool:
    """Say whether the page is as wide as its window, no wider."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_table_is_looked_through_and_written(page: Page, tmp_path: Path) -> None:
    from hotline.catalogue.models import Service

    bring(page, tmp_path, GOOD)
    lines = page.get_by_role("table", name="逐行结果").locator("tbody tr")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("水管维修")
    expect(lines.first.locator("del").first).to_have_text("30.00")
    expect(lines.first.locator("ins").first).to_have_text("45.00")
    assert fits(page)
    assert Service.objects.filter(code="SD01").count() == 1
    page.get_by_role("button", name="全部写入").click()
    expect(page.get_by_role("heading", name="已全部写入")).to_be_visible()
    assert Service.objects.filter(code="SD01").count() == 2
    assert fits(page)


def test_what_is_wrong_stands_first_and_there_is_nothing_to_press(
    page: Page, tmp_path: Path
) -> None:
    bring(page, tmp_path, WRONG)
    lines = page.get_by_role("table", name="逐行结果").locator("tbody tr")
    expect(lines.nth(0)).to_contain_text("有错")
    expect(lines.nth(0)).to_contain_text("要写金额")
    expect(lines.nth(1)).to_contain_text("新的小项要写大项编码")
    expect(page.get_by_role("button", name="全部写入")).to_have_count(0)
    assert fits(page)


def test_a_number_is_tried_and_set_by_keyboard_alone(page: Page) -> None:
    from hotline.rules.models import Rule

    page.goto("/rules/accept_min/")
    page.get_by_label("新的数").focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="从 5 分钟 改成 3 分钟")).to_be_visible()
    page.get_by_label("为什么改").focus()
    page.keyboard.type("试行一个月")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("正在用")).to_be_visible()
    assert Rule.objects.get(name="accept_min", value=3).why == "试行一个月"
    assert fits(page)

"""A plumber asks to be let in on his telephone, and comes as far as the trial by two hands at the desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desks.browsing import served, signed_in
from tests.desks.conftest import _forget
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["_forget", "chromium", "served"]
pytestmark = pytest.mark.browser
PICTURES = os.environ.get("HOTLINE_PICTURES", "")
"""A folder for pictures of what the tests see; none are made without."""


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def take(page: Page, button: str, *, refused: bool = False, **given: Any) -> None:
    """Press a button that asks for something, fill its dialog and send it."""
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.locator("dialog[open]")
    for name, words in given.items():
        field = dialog.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)
    dialog.locator("footer button[type=submit]").click()
    if not refused:
        expect(dialog).to_have_count(0)


def test_from_the_web_form_to_the_trial(served: tuple[str, Town], chromium: Browser) -> None:
    base, town = served
    code = applied(chromium, base)
    with signed_in(chromium, base, town.people["reviewer"]) as page:
        page.goto("/providers/?show=coming")
        page.get_by_role("link", name="清源疏通", exact=True).click()
        expect(page.locator(".note")).to_contain_text("营业执照、身份证明、保险")
        picture(page, "join-applied")
        take(page, "资料核对无误", refused=True, seen="还没带来")
        expect(page.locator(".toasts")).to_contain_text("材料不全")
        page.keyboard.press("Escape")
        page.get_by_role("link", name="材料", exact=True).click()
        take(page, "登记材料", kind="licence", number="92330381X")
        take(page, "登记材料", kind="identity", number="330325197001011234")
        take(page, "登记材料", kind="insurance", until_on="2999-12-31")
        expect(page.locator("main")).not_to_contain_text("还缺")
        picture(page, "join-papers")
        page.get_by_role("link", name="基本情况").click()
        take(page, "资料核对无误", seen="三样都看了原件")
        take(page, "登记走访", seen="门面一间，工具齐全")
        expect(page.locator(".page-head .badge")).to_have_text("已走访")
    with signed_in(chromium, base, town.leader) as page:
        page.goto("/providers/?show=coming")
        page.get_by_role("link", name="清源疏通", exact=True).click()
        take(page, "批准试用", why="两处都好")
        expect(page.locator(".page-head .badge")).to_have_text("试用")
        picture(page, "join-trial")
    assert "批准了，正在试用" in looked_up(chromium, base, code)


def applied(chromium: Browser, base: str) -> str:
    """Fill the form on a telephone, without script; return the code."""
    context = chromium.new_context(
        base_url=base, viewport={"width": 360, "height": 740}, locale="zh-CN",
        java_script_enabled=False,
    )  # fmt: skip
    page = context.new_page()
    page.goto("/track/joining/")
    picture(page, "join-form")
    page.get_by_label("名称").fill("清源疏通")
    page.get_by_label("性质").select_option("sole")
    page.get_by_label("法定代表人").fill("胡清源")
    page.get_by_label("电话").fill("138 0000 1901")
    page.get_by_label("地址").fill("安阳街道万松东路 88 号")
    page.get_by_text("水电维修").click()
    page.locator("label.tick", has_text="水管维修").click()
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("main .error").first).to_contain_text("至少选一个区域")
    picture(page, "join-faulty")
    page.locator("label.tick", has_text="安阳街道").click()
    page.get_by_role("button", name="提交申请").click()
    code = page.locator(".receipt").text_content()
    picture(page, "join-receipt")
    assert code
    context.close()
    return code


def looked_up(chromium: Browser, base: str, code: str) -> str:
    context = chromium.new_context(base_url=base, locale="zh-CN")
    page = context.new_page()
    page.goto("/track/joining/how/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查一查").click()
    picture(page, "join-standing")
    said = page.locator("main").text_content()
    context.close()
    return said or ""

"""Passkeys in a real browser, with the authenticator it has for tests: made, shown, used instead of a password."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hotline.people.factors import queries
from tests.people.service import chromium, in_service, served
from tests.people.staff import PASSWORD, Cast, acts, hire

__all__ = ["chromium"]


@pytest.fixture
def people(committed: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Have an installation in service whose database the browser's requests see."""
    in_service(monkeypatch)
    return hire()


@pytest.fixture
def context(people: Cast, chromium: Browser) -> Iterator[BrowserContext]:
    """Have a browser, and the pages served to it."""
    with served() as address:
        context = chromium.new_context(base_url=address, locale="zh-CN")
        context.set_default_timeout(15_000)
        yield context
        context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Have a page on a computer with a fingerprint reader, and a finger on it."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def type_in(page: Page, username: str) -> None:
    """Sign in by name and password."""
    page.goto("/sign-in/")
    page.fill("#login", username)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page: Page) -> None:
    """Leave by the bar."""
    page.goto("/me/")
    page.get_by_role("button", name="退出登录", exact=True).click()
    page.wait_for_url("**/sign-in/")


def test_a_passkey_is_set_up_asked_for_and_enough_by_itself(page: Page, people: Cast) -> None:
    type_in(page, "leader01")
    page.wait_for_url("**/sign-in/factor/set-up/")
    page.fill('pass-key [name="name"]', "办公桌电脑")
    page.get_by_role("button", name="创建通行密钥").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="抄好了，继续").click()
    assert [one.name for one in queries.of(people.leader)] == ["办公桌电脑"]
    sign_out(page)

    type_in(page, "leader01")
    page.wait_for_url("**/sign-in/factor/")
    page.goto("/people/")
    page.wait_for_url("**/sign-in/**")  # the password alone opens nothing
    type_in(page, "leader01")
    page.get_by_role("button", name="用通行密钥", exact=True).click()
    page.wait_for_url("**/desk/")
    sign_out(page)

    page.goto("/sign-in/?next=/me/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(re.compile("/me/$"))
    expect(page.locator("main h1")).to_have_text("季素琴")
    assert acts(people.leader).count("sign_in") == 3


def test_a_browser_without_the_passkey_is_told_so_in_words(
    page: Page, context: BrowserContext, people: Cast
) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert")).to_contain_text("没有完成")
    page.reload()
    page.evaluate("delete window.PublicKeyCredential")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert")).to_contain_text("不支持通行密钥")


def test_a_passkey_is_added_beside_the_app_and_taken_away(page: Page, people: Cast) -> None:
    type_in(page, "operator28")
    page.wait_for_url("**/desk/")
    page.goto("/me/factors/")
    page.get_by_role("button", name="创建通行密钥").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="抄好了，继续").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有第二道验证")).to_be_visible()
    assert acts(people.operator)[-2:] == ["add_factor", "remove_factor"]


def test_somebody_deactivated_does_not_come_in_by_his_passkey(page: Page, people: Cast) -> None:
    from hotline.people import actions

    type_in(page, "operator28")
    page.wait_for_url("**/desk/")
    page.goto("/me/factors/")
    page.get_by_role("button", name="创建通行密钥").click()
    expect(page.locator(".codes li")).to_have_count(10)
    actions.deactivate(people.operator, by=people.admin)
    page.goto("/sign-in/")
    with page.expect_response("**/sign-in/passkey/") as answered:
        page.get_by_role("button", name="用通行密钥登录").click()
    assert answered.value.headers["location"] == "/sign-in/"
    page.wait_for_load_state()
    page.goto("/me/")
    page.wait_for_url("**/sign-in/**")

"""Granting a request in a browser: the page turns into the record by itself, as soon as the worker has forgotten the person."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser, expect

from hotline.people.sessions import PROVED
from hotline.privacy import actions as privacy
from tests import town as cast
from tests.running import Hotline
from tests.ui.conftest import chromium

__all__ = ["chromium"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE_MS = 30_000


def test_a_granted_request_becomes_the_record_before_ones_eyes(
    committed: str, chromium: Browser, tmp_path: Path
) -> None:
    town = cast.build()
    caller = town.caller("陈敏", "13800005126")
    erasure = privacy.ask(caller, by=town.people["auditor"], why="showed her card")
    client = Client()
    client.force_login(town.people["admin"], backend=BACKEND)
    session = client.session
    session[PROVED] = "totp"  # an administrator has shown a second factor
    session.save()
    with Hotline(tmp_path / "data", committed) as hotline:
        context = chromium.new_context(
            base_url=hotline.address, viewport={"width": 390, "height": 800}
        )
        context.set_default_timeout(PATIENCE_MS)
        cookie = client.cookies["hotline"].value
        context.add_cookies([{"name": "hotline", "value": cookie, "url": hotline.address}])
        page = context.new_page()
        page.goto(f"/privacy/{erasure.pk}/")
        page.get_by_role("button", name="批准清除").first.click()
        page.locator("dialog[open] button[type=submit]").click()
        expect(page.get_by_role("heading", name="个人信息清除证明")).to_be_visible(
            timeout=PATIENCE_MS
        )
        expect(page.get_by_text("来电人号码")).to_be_visible()
        context.close()

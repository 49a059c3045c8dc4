"""What is printed of providers: the league, a provider and its ledger fit a sheet, without bars and buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.desks.browsing import served, signed_in
from tests.desks.conftest import _forget
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["_forget", "chromium", "served"]
pytestmark = pytest.mark.browser
SHEET_PX = 688
"""What lies between the margins of an A4 sheet, at 96 a inch."""


def test_pages_about_providers_fit_a_sheet(served: tuple[str, Town], chromium: Browser) -> None:
    base, town = served
    _has_paid_in(town)
    own = town.providers["家家乐"].pk
    with signed_in(chromium, base, town.leader, width=SHEET_PX) as page:
        page.emulate_media(media="print")
        for what in ("league/", f"{own}/", f"{own}/deposit/", "gaps/"):
            page.goto(f"/providers/{what}")
            expect(page.locator("main h1").first).to_be_attached()
            for bar in page.locator(".topbar, .tabs, .btn, .acts").all():
                expect(bar).to_be_hidden()
            assert page.evaluate("document.documentElement.scrollWidth") <= SHEET_PX, what
            sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
            assert len(sheets) == 1, what


def _has_paid_in(town: Town) -> None:
    from decimal import Decimal

    from hotline.deposits import actions as deposits

    firm = town.providers["家家乐"]
    deposits.agree_deposit(firm, by=town.leader, yuan=Decimal(2000))
    deposits.pay_in(firm, by=town.leader, amount=Decimal(2000), why="收据 1")

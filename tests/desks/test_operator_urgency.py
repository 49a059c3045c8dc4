"""How urgent a case is, in a real browser: a service brings its urgency along, and the operator has the last word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.desks.browsing import served, signed_in
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["chromium", "served"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, served: tuple[str, Town]) -> Iterator[Page]:
    """Open a visitor's case at operator 28's desk."""
    base, town = served
    with signed_in(chromium, base, town.operator_28, width=1440) as page:
        page.goto("/desk/?new=1")
        yield page


def urgency(page: Page) -> Locator:
    return page.locator('[name="urgency"]:checked')


def hear(page: Page, said: str, service: str) -> None:
    """Write what somebody says, and take the service that it sounds like."""
    page.locator("#said").fill(said)
    page.locator("#heard .chip", has_text=service).click()
    expect(page.locator("#service")).to_have_value(f"水电维修 › {service}")


def test_a_service_brings_its_urgency_along_and_takes_it_away_again(page: Page) -> None:
    expect(urgency(page)).to_have_value("1")
    hear(page, "家里停电了", "电路维修")
    expect(urgency(page)).to_have_value("3")
    expect(page.locator("#whom")).to_contain_text("默认加急")
    hear(page, "是水管漏水", "水管维修")
    expect(urgency(page)).to_have_value("1")


def test_what_the_operator_says_stays_whatever_service_is_picked_then(page: Page) -> None:
    page.locator(".seg label", has_text="较急").click()
    hear(page, "停电了，下班前来就行", "电路维修")
    expect(page.locator('[data-usual="3"]')).to_have_count(1)
    expect(urgency(page)).to_have_value("2")


def test_what_was_kept_of_a_draft_stays_as_it_was_kept(page: Page) -> None:
    hear(page, "停电了", "电路维修")
    expect(urgency(page)).to_have_value("3")
    page.locator(".seg label", has_text="一般").click()
    expect(page.locator("[data-draft-state][data-state=saved]")).to_be_visible()
    page.goto("/desk/?new=1")
    expect(page.locator("#said")).to_have_value("停电了")
    expect(page.locator('[data-usual="3"]')).to_have_count(1)
    expect(urgency(page)).to_have_value("1")

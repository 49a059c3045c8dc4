"""The layouts: what a desk, a phone and a sheet of paper show of what they are given."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import ERROR
from django.contrib.messages.storage.base import Message
from django.template import engines
from playwright.sync_api import Page, expect

from tests.ui.server import World

TOPBAR = {
    "brand": "12345",
    "home": "/home",
    "tabs": [
        {"label": "Cases", "href": "/cases", "current": True, "count": 103},
        {"label": "Calls", "href": "/calls", "key": "G C"},
    ],
    "search": {"href": "/search", "placeholder": "find"},
    "mode": "trial",
    "seat": {"tone": "ok", "word": "ready"},
    "person": {"name": "28", "detail": "day shift", "href": "/me"},
}
DESK = (
    '{% extends "ui/desk.html" %}{% block title %}desk{% endblock %}'
    '{% block main %}<main class="page" id="main">{% for n in range(60) %}<p>words</p>{% endfor %}'
    "</main>{% endblock %}"
)
PHONE = '{% extends "ui/phone.html" %}{% block main %}<main><p>words</p></main>{% endblock %}'


def render(source: str, **context: Any) -> str:
    jinja: Any = engines["jinja2"]
    return str(jinja.from_string(source).render(context))


def test_a_desk_shows_the_bar_it_is_given() -> None:
    html = render(DESK, topbar=TOPBAR)
    for words in ("12345", "Cases", "103", "find", "trial", "ready", "28", "day shift"):
        assert words in html
    assert html.count('aria-current="page"') == 1
    assert 'data-key="G C"' in html


def test_a_desk_stands_without_a_bars_content() -> None:
    html = render(DESK)
    assert '<header class="topbar">' in html
    assert 'role="search"' not in html


def test_a_phone_shows_its_tabs_or_the_number_to_call() -> None:
    tabs = [{"label": "Jobs", "href": "/jobs", "icon": "bell", "current": True}]
    assert 'class="phonetabs"' in render(PHONE, phone={"tabs": tabs})
    call = {"href": "tel:12345", "strong": "call 12345"}
    assert 'href="tel:12345"' in render(PHONE, phone={"call": call})
    assert 'data-size="touch"' in render(PHONE)


def test_a_page_follows_the_readers_wish_and_nothing_else() -> None:
    assert 'data-theme="dark"' in render(DESK, theme="dark")
    assert "data-theme" not in render(DESK, theme="pink")
    assert "data-theme" not in render(DESK)


def test_only_whoever_is_signed_in_hears_the_news() -> None:
    assert "<live-stream" in render(DESK, person={"is_authenticated": True, "pk": 7})
    assert 'data-reader="7"' in render(DESK, person={"is_authenticated": True, "pk": 7})
    assert "<live-stream" not in render(DESK, person={"is_authenticated": False})
    assert "<live-stream" not in render(DESK)


def test_what_was_done_on_the_page_before_is_echoed() -> None:
    html = render(DESK, messages=[Message(ERROR, "it was <taken>")])
    assert "it was &lt;taken&gt;" in html
    assert 'data-tone="late"' in html


@pytest.mark.browser
def test_a_message_of_the_server_is_seen_and_goes_away_on_click(page: Page, world: World) -> None:
    page.goto(world.page("/p", "<p>words</p>"))
    page.evaluate("customElements.whenDefined('toast-region')")
    page.evaluate(
        """async () => {
            const {toast} = await import("/static/ui/js/toast.js");
            toast("all is well");
        }"""
    )
    echo = page.locator(".toast", has_text="all is well")
    expect(echo).to_be_visible()
    echo.click()
    expect(echo).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 900, 390])
def test_a_desk_fits_its_window(page: Page, world: World, width: int) -> None:
    world.pages["/desk"] = DESK.replace(
        "{% block main %}", "{% set topbar = " + repr(TOPBAR) + " %}{% block main %}"
    )
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(world.base + "/desk")
    expect(page.get_by_role("link", name="Cases")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    window_scrolls = page.evaluate("document.documentElement.scrollHeight > innerHeight")
    assert window_scrolls == (width < 960)  # a wide desk's columns scroll by themselves


@pytest.mark.browser
def test_paper_shows_the_words_and_no_controls(page: Page, world: World) -> None:
    world.pages["/desk"] = DESK
    page.goto(world.base + "/desk")
    expect(page.locator(".topbar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.get_by_text("words").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"


@pytest.mark.browser
def test_the_first_tab_stop_of_a_desk_leads_to_its_body(page: Page, world: World) -> None:
    world.pages["/desk"] = DESK
    page.goto(world.base + "/desk")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"

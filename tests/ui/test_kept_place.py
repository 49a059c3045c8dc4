"""A place that is kept as it is until another takes its room: nothing that was typed goes over from one to the other."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.ui.server import World, until

PLACE = """<div id="writing-{0}" data-keep><form id="writing"><b>{0}</b>
<textarea id="said" name="said"></textarea><input id="asked" name="asked"></form></div>"""


def show(world: World, page: Page) -> None:
    body = PLACE.format("new")
    world.answers["/place"] = lambda _asked: (200, body, {"Content-Type": "text/html"})
    region = "{% call ui.live_region('seat:1', '/place') %}" + body + "{% endcall %}"
    page.goto(world.page("/p", region))
    expect(page.locator("live-stream[data-state=live]")).to_be_attached()
    page.locator("#said").fill("来访的陈女士说的话")
    page.locator("#asked").fill("今天")


def test_what_was_typed_of_one_case_is_not_in_the_form_of_the_next(
    page: Page, world: World
) -> None:
    show(world, page)
    call = PLACE.format("call-7")
    world.answers["/place"] = lambda _asked: (200, call, {"Content-Type": "text/html"})
    world.tell("seat:1")
    expect(page.locator("#writing-call-7 b")).to_have_text("call-7")
    expect(page.locator("#said")).to_have_value("")
    expect(page.locator("#asked")).to_have_value("")
    expect(page.locator("#writing-new")).to_have_count(0)


def test_the_same_place_stays_as_it_is(page: Page, world: World) -> None:
    show(world, page)
    before = len(world.requests("/place"))
    world.tell("seat:1")
    until(lambda: len(world.requests("/place")) > before)
    page.wait_for_timeout(100)
    expect(page.locator("#said")).to_have_value("来访的陈女士说的话")
    expect(page.locator("#asked")).to_have_value("今天")

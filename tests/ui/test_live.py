"""News in a real browser: regions stay fresh, one stream serves all tabs, a lost line heals."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.ui.server import Answer, Asked, World, until

pytestmark = pytest.mark.browser

REGION = (
    '{% call ui.live_region("case:42 queue", "/fragment") %}<p id="n">0</p>'
    '<input name="note" aria-label="note"><select name="s" aria-label="s"><option>a<option>b'
    "</select>{% endcall %}"
)


def counting(world: World, path: str = "/fragment") -> None:
    """Answer with the number of times it was asked, in the same shape as the region."""

    def answer(_asked: Asked) -> Answer:
        n = len(world.requests(path))
        html = f'<p id="n">{n}</p><input name="note" aria-label="note">'
        html += '<select name="s" aria-label="s"><option>a<option>b</select>'
        return 200, html, {"Content-Type": "text/html"}

    world.answers[path] = answer


def settled(page: Page, world: World) -> None:
    """Wait until the stream is open and the page has caught up."""
    until(lambda: world.streams)
    expect(page.locator("#n")).not_to_have_text("0")


def test_a_region_fetches_itself_again_when_the_news_is_about_it(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    before = len(world.requests("/fragment"))
    world.tell("case:42")
    expect(page.locator("#n")).to_have_text(str(before + 1))
    world.tell("queue")
    expect(page.locator("#n")).to_have_text(str(before + 2))


def test_a_region_ignores_news_about_others(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    before = len(world.requests("/fragment"))
    world.tell("case:421")
    world.tell("case:4")
    world.tell("queue")  # the last word, so that we know the others were heard
    expect(page.locator("#n")).to_have_text(str(before + 1))
    assert len(world.requests("/fragment")) == before + 1


def test_a_star_means_any_of_that_kind(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION.replace("case:42", "case:*")))
    settled(page, world)
    before = len(world.requests("/fragment"))
    world.tell("call:7")
    world.tell("case:977")
    expect(page.locator("#n")).to_have_text(str(before + 1))


def test_what_is_typed_and_focused_stays(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    page.locator("[name=note]").press_sequentially("half a word")
    page.locator("[name=s]").select_option("b")
    page.locator("[name=note]").focus()
    before = page.locator("#n").inner_text()
    world.tell("case:42")
    expect(page.locator("#n")).not_to_have_text(before)
    expect(page.locator("[name=note]")).to_have_value("half a word")
    expect(page.locator("[name=note]")).to_be_focused()
    expect(page.locator("[name=s]")).to_have_value("b")


def test_a_burst_of_news_is_fetched_at_most_twice(page: Page, world: World) -> None:
    counting(world)
    quick = world.answers["/fragment"]

    def slow(asked: Asked) -> Answer | None:
        time.sleep(0.4)
        return quick(asked)

    page.goto(world.page("/p", REGION))
    settled(page, world)
    world.answers["/fragment"] = slow
    before = len(world.requests("/fragment"))
    for _ in range(20):
        world.tell("case:42")
    expect(page.locator("#n")).to_have_text(str(before + 2))
    page.wait_for_timeout(600)
    assert len(world.requests("/fragment")) == before + 2


def test_two_tabs_share_one_stream(
    browser_context: BrowserContext, page: Page, world: World
) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    second = browser_context.new_page()
    second.goto(world.base + "/p")
    expect(second.locator("live-stream")).to_have_attribute("data-state", "live")
    before = len(world.requests("/fragment"))
    world.tell("case:42")
    until(lambda: len(world.requests("/fragment")) >= before + 2)
    assert (len(world.streams), world.opened["streams"]) == (1, 1)


@pytest.mark.parametrize("worker", [True, False])
def test_tabs_that_may_hear_different_things_have_a_stream_each(
    browser_context: BrowserContext, page: Page, world: World, worker: bool
) -> None:
    if not worker:
        browser_context.add_init_script("delete window.SharedWorker")
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    world.answers["/jobs/ticket"] = lambda _asked: (
        200, '{"ticket": "other"}', {"Content-Type": "application/json"}
    )  # fmt: skip
    world.page("/jobs", REGION + '{{ ui.live_stream("/jobs/ticket") }}')
    world.pages["/jobs"] = world.pages["/jobs"].replace("%}", "%}{% set person = none %}", 1)
    second = browser_context.new_page()
    second.goto(world.base + "/jobs")
    until(lambda: world.requests("/jobs/ticket"))
    until(lambda: world.opened["streams"] == 2)


def test_without_shared_workers_two_tabs_still_share_one_stream(
    browser_context: BrowserContext, page: Page, world: World
) -> None:
    counting(world)
    browser_context.add_init_script("delete window.SharedWorker")
    page.goto(world.page("/p", REGION))
    settled(page, world)
    second = browser_context.new_page()
    second.goto(world.base + "/p")
    expect(second.locator("live-stream")).to_have_attribute("data-state", "live")
    before = len(world.requests("/fragment"))
    world.tell("case:42")
    until(lambda: len(world.requests("/fragment")) >= before + 2)
    assert world.opened["streams"] == 1
    page.close()  # the tab that led is gone: the other takes over
    until(lambda: world.opened["streams"] == 2)
    before = len(world.requests("/fragment"))
    until(lambda: world.streams)
    world.tell("case:42")
    until(lambda: len(world.requests("/fragment")) > before)


def test_a_cut_line_heals_itself_and_what_was_missed_is_fetched(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    before = len(world.requests("/fragment"))
    world.cut()
    until(lambda: world.opened["streams"] >= 2)
    until(lambda: len(world.requests("/fragment")) > before)
    expect(page.locator("live-stream")).to_have_attribute("data-state", "live")


def test_a_line_that_stays_away_says_so_quietly(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    expect(page.locator("live-stream")).to_be_empty()
    world.reachable = False
    world.cut()
    expect(page.locator("live-stream .badge")).to_be_visible()
    world.reachable = True
    expect(page.locator("live-stream")).to_be_empty(timeout=20_000)


def test_whoever_is_signed_out_is_told_and_asks_no_more(page: Page, world: World) -> None:
    world.signed_in = False
    page.goto(world.page("/p", REGION))
    expect(page.locator("live-stream")).to_have_attribute("data-state", "signed-out")
    expect(page.locator("live-stream .badge")).to_be_visible()
    asked = len(world.requests("/live/ticket"))
    page.wait_for_timeout(1500)
    assert (asked, len(world.requests("/live/ticket"))) == (1, 1)


def test_the_next_reader_gets_a_stream_of_their_own(
    browser_context: BrowserContext, page: Page, world: World
) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    world.reader = "7"
    second = browser_context.new_page()
    second.goto(world.base + "/p")
    until(lambda: world.opened["streams"] == 2)


def test_a_sign_in_page_never_lands_in_a_region(page: Page, world: World) -> None:
    counting(world)
    page.goto(world.page("/p", REGION))
    settled(page, world)
    world.page("/door", "<h1>who are you?</h1>")
    world.answers["/fragment"] = lambda _asked: (302, "", {"Location": "/door"})
    world.tell("case:42")
    until(lambda: world.requests("/door"))
    page.wait_for_timeout(300)
    expect(page.get_by_text("who are you?")).to_have_count(0)


def test_a_presence_lease_is_renewed(page: Page, world: World) -> None:
    world.answers["/lease"] = lambda _asked: (204, "", {})
    page.clock.install()
    page.goto(world.page("/p", '{{ ui.lease("/lease") }}'))
    until(lambda: len(world.requests("/lease")) == 1)
    page.clock.run_for(61_000)
    until(lambda: len(world.requests("/lease")) >= 3)
    assert {asked.method for asked in world.requests("/lease")} == {"POST"}


def test_a_lease_that_is_refused_is_let_go(page: Page, world: World) -> None:
    world.answers["/lease"] = lambda _asked: (403, "", {})
    page.clock.install()
    page.goto(world.page("/p", '{{ ui.lease("/lease") }}'))
    expect(page.locator("lease-keeper")).to_have_attribute("data-state", "lost")
    page.clock.run_for(120_000)
    page.wait_for_timeout(200)
    assert len(world.requests("/lease")) == 1


def test_a_clock_ticks_and_turns_when_the_server_said(page: Page, world: World) -> None:
    page.clock.install()
    body = "{% set t = now() %}{{ ui.elapsed(t) }}"
    page.goto(world.page("/p", body))
    first = page.locator("elapsed-time").inner_text()
    page.clock.run_for(65_000)
    page.locator("elapsed-time", has_text="01:0").wait_for()
    assert page.locator("elapsed-time").inner_text() > first


def test_a_due_clock_passes_from_time_to_soon_to_late(page: Page, world: World) -> None:
    page.goto(world.base + "/ui/")
    page.evaluate(
        """() => {
            const at = (s) => new Date(Date.now() + s * 1000).toISOString();
            document.body.innerHTML = `<due-clock class="clock" id="c" data-start="${at(-60)}"
                data-warn="${at(1.5)}" data-due="${at(3.5)}" data-form="ms"></due-clock>`;
        }"""
    )
    clock = page.locator("#c")
    assert clock.get_attribute("data-state") is None
    expect(clock).to_have_attribute("data-state", "soon")
    expect(clock).to_have_attribute("data-state", "late")
    expect(clock).to_have_text("\N{CJK UNIFIED IDEOGRAPH-8D85} 0:01")

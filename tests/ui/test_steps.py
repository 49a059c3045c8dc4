"""Writing in a real browser: words that are not lost, steps that are taken once."""

from __future__ import annotations

import functools
import json
import time
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.ui.server import Answer, Asked, World, until

pytestmark = pytest.mark.browser

DRAFT = (
    '{% call ui.kept_draft("new", "/draft") %}{% call ui.step_form("/step") %}'
    "{{ ui.draft_state() }}"
    '<textarea name="said" aria-label="said"></textarea>'
    '{{ ui.segments("kind", "kind", [("a", "A"), ("b", "B")]) }}{{ ui.tick("told", "told") }}'
    '{{ ui.button("go", type="submit") }}{% endcall %}{% endcall %}'
)
STEP = (
    '{% call ui.step_form("/step") %}<div data-fields><input name="why" aria-label="why"></div>'
    '{{ ui.button("go", type="submit") }}{% endcall %}'
)
DIALOG = (
    '{% call ui.step_dialog("open it", "d", "Why?", action="/step", submit="do it") %}'
    '<input name="why" aria-label="why">{% endcall %}'
)


def asked_times(world: World, times: int) -> bool:
    return len(world.requests("/step")) == times


class Drafts:
    """The server's side of a draft, kept in memory."""

    def __init__(self, world: World) -> None:
        self.kept: dict[str, object] | None = None
        self.saved_at = "2020-01-01T00:14:00+00:00"
        self.works = True
        world.answers["/draft"] = self.answer

    def answer(self, asked: Asked) -> Answer | None:
        if not self.works:
            return None
        if asked.method == "PUT":
            self.kept = json.loads(asked.body)
            return (
                200,
                json.dumps({"saved_at": self.saved_at}),
                {"Content-Type": "application/json"},
            )
        if self.kept is None:
            return 204, "", {}
        body = json.dumps({"fields": self.kept, "saved_at": self.saved_at})
        return 200, body, {"Content-Type": "application/json"}


def test_a_draft_is_kept_from_the_first_keystroke(page: Page, world: World) -> None:
    drafts = Drafts(world)
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").press_sequentially("w")
    until(lambda: drafts.kept == {"said": "w"})
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")


def test_a_draft_survives_a_reload(page: Page, world: World) -> None:
    drafts = Drafts(world)
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("a leak under the sink")
    page.locator("[value=b]").check(force=True)
    page.locator("[name=told]").check(force=True)
    until(lambda: drafts.kept and drafts.kept.get("told"))
    page.reload()
    expect(page.locator("textarea")).to_have_value("a leak under the sink")
    expect(page.locator("[value=b]")).to_be_checked()
    expect(page.locator("[name=told]")).to_be_checked()


def test_a_draft_survives_the_end_of_the_browser(
    browser_context: BrowserContext, page: Page, world: World
) -> None:
    drafts = Drafts(world)
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("written before the crash")
    until(lambda: drafts.kept)
    assert browser_context.browser
    other = browser_context.browser.new_context().new_page()
    other.goto(world.base + "/p")
    expect(other.locator("textarea")).to_have_value("written before the crash")
    other.context.close()


def test_a_draft_written_while_the_line_was_lost_is_sent_when_it_is_back(
    page: Page, world: World
) -> None:
    drafts = Drafts(world)
    page.goto(world.page("/p", DRAFT))
    drafts.works = False
    page.locator("textarea").fill("said in the tunnel")
    state = page.locator("[data-draft-state]")
    expect(state).to_have_attribute("data-state", "unsaved")
    assert drafts.kept is None
    drafts.works = True
    until(lambda: drafts.kept == {"said": "said in the tunnel"})
    expect(state).to_have_attribute("data-state", "saved")


def test_a_draft_that_was_never_confirmed_survives_a_reload(page: Page, world: World) -> None:
    drafts = Drafts(world)
    page.goto(world.page("/p", DRAFT))
    drafts.works = False
    page.locator("textarea").fill("not yet on the server")
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "unsaved")
    page.reload()
    expect(page.locator("textarea")).to_have_value("not yet on the server")
    drafts.works = True
    until(lambda: drafts.kept == {"said": "not yet on the server"})


def test_a_confirmed_draft_leaves_nothing_in_the_browser(page: Page, world: World) -> None:
    drafts = Drafts(world)
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("private words")
    until(lambda: drafts.kept)
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "private" not in stored
    assert "draft:" not in stored


def test_no_draft_is_sent_after_the_step_it_belonged_to(page: Page, world: World) -> None:
    Drafts(world)
    world.answers["/step"] = lambda _asked: (204, "", {})
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("done at once")
    page.get_by_role("button", name="go").click()
    until(lambda: world.requests("/step"))
    page.wait_for_timeout(900)
    order = [(asked.method, asked.path) for asked in world.asked]
    assert ("PUT", "/draft") not in order[order.index(("POST", "/step")) :]
    assert page.evaluate("sessionStorage.getItem('draft::new')") is None


def test_a_step_whose_answer_was_lost_is_sent_again_with_the_same_key(
    page: Page, world: World
) -> None:
    answers: list[Answer | None] = [None, (503, "", {}), (204, "", {"X-Toast": quote("done!")})]
    world.answers["/step"] = lambda _asked: answers.pop(0)
    page.goto(world.page("/p", STEP))
    page.get_by_role("button", name="go").click()
    expect(page.locator(".toast", has_text="done!")).to_be_visible(timeout=15_000)
    keys = [asked.form["key"] for asked in world.requests("/step")]
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_another_act_has_another_key(page: Page, world: World) -> None:
    world.answers["/step"] = lambda _asked: (204, "", {})
    page.goto(world.page("/p", STEP))
    for times in (1, 2):
        page.get_by_role("button", name="go").click()
        until(functools.partial(asked_times, world, times))
        expect(page.locator("form")).to_have_attribute("aria-busy", "false")
        page.wait_for_timeout(450)  # sooner, it is the same press
    first, second = (asked.form["key"] for asked in world.requests("/step"))
    assert first != second


def test_a_step_that_was_given_up_keeps_its_key_when_it_is_pressed_again(
    page: Page, world: World
) -> None:
    world.answers["/step"] = lambda _asked: None
    page.clock.install()
    page.goto(world.page("/p", STEP))
    button = page.get_by_role("button", name="go")
    button.click()
    until(lambda: world.requests("/step"))
    form = page.locator("form")
    for _ in range(60):
        page.clock.run_for(5_000)
        page.wait_for_timeout(30)
        if form.get_attribute("aria-busy") == "false":
            break
    world.answers["/step"] = lambda _asked: (204, "", {})
    before = len(world.requests("/step"))
    button.click()
    until(lambda: len(world.requests("/step")) > before)
    assert before > 2
    assert len({asked.form["key"] for asked in world.requests("/step")}) == 1


def test_a_draft_on_its_way_arrives_before_the_step(page: Page, world: World) -> None:
    drafts = Drafts(world)
    order: list[str] = []

    def slow(asked: Asked) -> Answer | None:
        if asked.method == "PUT":
            time.sleep(0.5)
            order.append("draft")
        return drafts.answer(asked)

    def step(_asked: Asked) -> Answer:
        order.append("step")
        return 204, "", {}

    world.answers |= {"/draft": slow, "/step": step}
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("words")
    until(lambda: world.requests("/draft", "PUT"))
    page.get_by_role("button", name="go").click()
    until(lambda: "step" in order)
    assert order == ["draft", "step"]


def test_two_sends_at_once_are_one_act(page: Page, world: World) -> None:
    world.answers["/step"] = lambda _asked: (204, "", {})
    page.goto(world.page("/p", STEP))
    page.wait_for_function("document.querySelector('step-form').matches(':defined')")
    twice = (
        "const form = document.querySelector('form'); form.requestSubmit(); form.requestSubmit()"
    )
    page.evaluate(twice)
    until(lambda: world.requests("/step"))
    page.wait_for_timeout(300)
    assert len(world.requests("/step")) == 1


def test_a_double_click_is_one_act(page: Page, world: World) -> None:
    world.answers["/step"] = lambda _asked: (204, "", {})
    page.goto(world.page("/p", STEP))
    page.get_by_role("button", name="go").dblclick()
    until(lambda: world.requests("/step"))
    page.wait_for_timeout(300)
    keys = {asked.form["key"] for asked in world.requests("/step")}
    assert len(keys) == len(world.requests("/step")) == 1


def test_what_cannot_be_done_now_is_said_in_the_servers_words(page: Page, world: World) -> None:
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    world.answers["/step"] = lambda _asked: (409, "somebody else has it", plain)
    page.goto(world.page("/p", STEP))
    page.locator("[name=why]").fill("mine")
    page.get_by_role("button", name="go").click()
    expect(page.locator(".toast", has_text="somebody else has it")).to_be_visible()
    expect(page.locator("[name=why]")).to_have_value("mine")


def test_what_was_not_understood_stands_beside_its_field(page: Page, world: World) -> None:
    wrong = '<input name="why" aria-label="why" aria-invalid="true" value="x">'
    wrong += '<p class="error">too short</p>'
    world.answers["/step"] = lambda _asked: (422, wrong, {"Content-Type": "text/html"})
    page.goto(world.page("/p", STEP))
    page.locator("[name=why]").fill("x")
    page.get_by_role("button", name="go").click()
    expect(page.locator(".error")).to_have_text("too short")
    expect(page.locator("[name=why]")).to_be_focused()
    expect(page.get_by_role("button", name="go")).to_be_enabled()


def test_a_step_that_leads_elsewhere_goes_there_and_echoes(page: Page, world: World) -> None:
    world.page("/next", "<h1>the next page</h1>")
    world.answers["/step"] = lambda _asked: (
        204, "", {"Location": "/next", "X-Toast": quote("handed over")}
    )  # fmt: skip
    page.goto(world.page("/p", STEP))
    page.get_by_role("button", name="go").click()
    expect(page.get_by_role("heading", name="the next page")).to_be_visible()
    expect(page.locator(".toast", has_text="handed over")).to_be_visible()


def test_a_step_that_ends_at_the_door_loses_nothing(page: Page, world: World) -> None:
    Drafts(world).works = False
    world.page("/sign-in/", "<h1>who are you?</h1>")
    world.answers["/step"] = lambda _asked: (302, "", {"Location": "/sign-in/?next=/p"})
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("still here")
    page.get_by_role("button", name="go").click()
    expect(page.locator('.toast[data-tone="late"]')).to_be_visible()
    expect(page.locator("textarea")).to_have_value("still here")
    assert "still here" in page.evaluate("sessionStorage.getItem('draft::new')")


def test_one_readers_unsent_words_are_never_shown_to_the_next(page: Page, world: World) -> None:
    Drafts(world).works = False
    page.goto(world.page("/p", DRAFT))
    page.locator("textarea").fill("said to the first")
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "unsaved")
    world.reader = "7"
    page.reload()
    page.wait_for_timeout(500)
    expect(page.locator("textarea")).to_have_value("")


def test_a_step_refreshes_the_live_regions(page: Page, world: World) -> None:
    world.answers["/step"] = lambda _asked: (204, "", {})
    world.answers["/f"] = lambda _asked: (200, "<b>new</b>", {"Content-Type": "text/html"})
    world.signed_in = False
    page.goto(
        world.page("/p", STEP + '{% call ui.live_region("x", "/f") %}<b>old</b>{% endcall %}')
    )
    page.get_by_role("button", name="go").click()
    expect(page.locator("live-region b")).to_have_text("new")


def test_without_script_a_step_is_an_ordinary_post(
    browser_context: BrowserContext, world: World
) -> None:
    assert browser_context.browser
    plain = browser_context.browser.new_context(java_script_enabled=False).new_page()
    world.answers["/step"] = lambda _asked: (303, "", {"Location": "/p"})
    plain.goto(world.page("/p", STEP))
    plain.get_by_role("button", name="go").click()
    plain.wait_for_load_state()
    (asked,) = world.requests("/step")
    assert len(asked.body.split(b"key=")[1].split(b"&")[0]) == 36
    plain.context.close()


def test_a_dialog_opens_closes_by_escape_and_gives_the_focus_back(page: Page, world: World) -> None:
    page.goto(world.page("/p", DIALOG))
    opener = page.get_by_role("button", name="open it")
    opener.click()
    expect(page.get_by_role("dialog", name="Why?")).to_be_visible()
    expect(page.locator("[name=why]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_dialog_closes_when_its_step_is_taken(page: Page, world: World) -> None:
    world.answers["/step"] = lambda _asked: (204, "", {"X-Toast": quote("urged")})
    page.goto(world.page("/p", DIALOG))
    page.get_by_role("button", name="open it").click()
    page.locator("[name=why]").fill("because")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast", has_text="urged")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert world.requests("/step")[0].form["why"] == "because"

"""The keyboard in a real browser: keys press, lists are walked, one of many is found."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.ui.server import Answer, Asked, World, until

pytestmark = pytest.mark.browser

KEYS = (
    '{{ ui.button("dispatch", key="Ctrl+Enter", attrs={"data-says": "dispatch"}) }}'
    '{{ ui.button("first", key="Alt+1", attrs={"data-says": "first"}) }}'
    '{{ ui.button("mute", key="F2", attrs={"data-says": "mute"}) }}'
    '{{ ui.button("urge", key="u", attrs={"data-says": "urge"}) }}'
    '{{ ui.button("all", key="G A", attrs={"data-says": "all"}) }}'
    '{{ ui.button("never", key="n", disabled=True, attrs={"data-says": "never"}) }}'
    '{{ ui.input("q", label="search", key="/") }}<textarea aria-label="said"></textarea>'
)
LISTEN = """document.addEventListener("click", (e) => {
    const says = e.target.closest("[data-says]")?.dataset.says;
    if (says) (window.said ??= []).push(says);
})"""
ROWS = (
    '{% call ui.row_list() %}{% call ui.live_region("x", "/rows") %}'
    '{% call ui.table(["what"], "rows") %}'
    '{% for n in "abc" %}{% call ui.row(id="r" ~ n, href="/opened-" ~ n) %}'
    '<td>{{ ui.tick("pick", "pick", value=n, only_tick=True) }}{{ n }}</td>{% endcall %}'
    "{% endfor %}"
    "{% endcall %}{% endcall %}{% endcall %}"
)
PICK = (
    '{% call ui.step_form("/step") %}{% call ui.field("service", for_="service") %}'
    '{{ ui.pick_one("service", "/find", "9", "the old one") }}{% endcall %}'
    '{{ ui.button("go", type="submit") }}{% endcall %}'
)


def said(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.said ?? []")
    return found


@pytest.fixture
def keyed(page: Page, world: World) -> Page:
    page.goto(world.page("/p", KEYS))
    page.evaluate(LISTEN)
    page.wait_for_function("document.querySelector('hot-keys').matches(':defined')")
    return page


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (["Control+Enter"], "dispatch"),
        (["Alt+1"], "first"),
        (["F2"], "mute"),
        (["u"], "urge"),
        (["g", "a"], "all"),
    ],
)
def test_a_key_presses_what_it_names(keyed: Page, keys: list[str], says: str) -> None:
    for key in keys:
        keyed.keyboard.press(key)
    assert said(keyed) == [says]


def test_letters_belong_to_whoever_is_typing(keyed: Page) -> None:
    keyed.locator("textarea").press_sequentially("gauge / ?")
    assert said(keyed) == []
    expect(keyed.locator("textarea")).to_have_value("gauge / ?")
    keyed.keyboard.press("Alt+1")
    keyed.keyboard.press("Control+Enter")
    assert said(keyed) == ["first", "dispatch"]


def test_what_is_disabled_has_no_key(keyed: Page) -> None:
    keyed.keyboard.press("n")
    keyed.keyboard.press("u")
    assert said(keyed) == ["urge"]


def test_a_slash_goes_to_the_search(keyed: Page) -> None:
    keyed.keyboard.press("/")
    expect(keyed.locator("[name=q]")).to_be_focused()
    expect(keyed.locator("[name=q]")).to_have_value("")


def test_a_question_mark_lists_the_keys_of_the_page(keyed: Page) -> None:
    keyed.keyboard.press("?")
    listed = keyed.locator(".keys-list")
    expect(listed).to_be_visible()
    for words in ("dispatch", "first", "mute", "urge", "all", "search"):
        expect(listed.locator("dd", has_text=words)).to_have_count(1)
    expect(listed.locator("dd", has_text="never")).to_have_count(0)
    keyed.keyboard.press("u")  # behind a dialog nothing is pressed
    assert said(keyed) == []
    keyed.keyboard.press("Escape")
    expect(listed).to_be_hidden()


def test_rows_are_walked_ticked_and_opened(page: Page, world: World) -> None:
    world.signed_in = False
    world.page("/opened-b", "<h1>b is open</h1>")
    page.goto(world.page("/p", ROWS))
    page.wait_for_function("document.querySelector('row-list').matches(':defined')")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator("#rb")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#rb")).to_be_focused()
    expect(page.locator('tr[aria-selected="true"]')).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator("#rb input")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="b is open")).to_be_visible()


def test_the_chosen_row_stays_chosen_when_the_rows_are_fetched_again(
    page: Page, world: World
) -> None:
    def rows(_asked: Asked) -> Answer:
        cells = "".join(f'<tr id="r{n}"><td>{n}{n}</td></tr>' for n in "zabc")
        return 200, f"<table class=table><tbody>{cells}</tbody></table>", {}

    world.answers["/rows"] = rows
    world.signed_in = False
    page.goto(world.page("/p", ROWS))
    page.wait_for_function("document.querySelector('row-list').matches(':defined')")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.evaluate("document.dispatchEvent(new CustomEvent('live:again'))")
    expect(page.locator("#rz")).to_be_visible()
    expect(page.locator("#rb")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("j")
    expect(page.locator("#rc")).to_have_attribute("aria-selected", "true")


@pytest.fixture
def picking(page: Page, world: World) -> Page:
    options = [("1", "pipes"), ("2", "drains"), ("3", "roofs")]

    def find(asked: Asked) -> Answer:
        query = asked.query.get("q", [""])[0]
        found = [{"value": v, "text": t, "hint": ""} for v, t in options if query in t]
        return 200, json.dumps(found), {"Content-Type": "application/json"}

    world.answers["/find"] = find
    world.answers["/step"] = lambda _asked: (204, "", {})
    page.goto(world.page("/p", PICK))
    page.wait_for_function("document.querySelector('pick-one').matches(':defined')")
    return page


def test_one_is_picked_by_typing_and_enter(picking: Page, world: World) -> None:
    box = picking.get_by_role("combobox", name="service")
    box.fill("dra")
    expect(picking.get_by_role("option")).to_have_text(["drains"])
    expect(box).to_have_attribute("aria-expanded", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active
    assert active == picking.get_by_role("option").get_attribute("id")
    box.press("Enter")
    expect(box).to_have_value("drains")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert world.requests("/step") == []  # Enter picked; it did not send the form
    picking.get_by_role("button", name="go").click()
    until(lambda: world.requests("/step"))
    assert world.requests("/step")[0].form["service"] == "2"


def test_all_are_walked_with_the_arrows(picking: Page) -> None:
    box = picking.get_by_role("combobox")
    box.focus()
    box.press("ArrowDown")
    expect(picking.get_by_role("option")).to_have_count(3)
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        box.press(key)
    expect(picking.locator('[aria-selected="true"]')).to_have_text("roofs")
    box.press("Tab")
    expect(box).to_have_value("roofs")
    expect(picking.locator("input[type=hidden][name=service]")).to_have_value("3")


def test_half_a_word_is_no_choice(picking: Page) -> None:
    box = picking.get_by_role("combobox")
    box.fill("pi")
    expect(picking.get_by_role("option")).to_have_count(1)
    box.press("Escape")
    expect(box).to_have_value("the old one")
    box.fill("nothing like it")
    expect(picking.get_by_role("option")).to_have_attribute("aria-disabled", "true")
    picking.get_by_role("button", name="go").focus()
    expect(box).to_have_value("the old one")
    expect(picking.locator("input[type=hidden][name=service]")).to_have_value("9")


def test_an_emptied_box_chooses_nothing(picking: Page) -> None:
    box = picking.get_by_role("combobox")
    box.fill("")
    picking.get_by_role("button", name="go").focus()
    expect(picking.locator("input[type=hidden][name=service]")).to_have_value("")


def test_one_is_picked_with_the_mouse(picking: Page) -> None:
    picking.get_by_role("combobox").click()
    picking.get_by_role("option", name="pipes").click()
    expect(picking.get_by_role("combobox")).to_have_value("pipes")
    expect(picking.locator("input[type=hidden][name=service]")).to_have_value("1")

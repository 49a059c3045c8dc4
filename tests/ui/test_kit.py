"""The kit page shows everything there is, and breaks no rule of access in either theme."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import BrowserContext, Page

from hotline.ui import views
from tests.ui.server import World

UI = Path(views.__file__).parent
TEMPLATES = UI / "templates" / "ui"
KIT = "".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "kit").glob("*.html"))
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ELEMENTS = sorted(
    re.findall(
        r'customElements\.define\("([a-z-]+)"',
        "".join(path.read_text(encoding="utf-8") for path in (UI / "static/ui/js").glob("*.js")),
    )
)
RENDERED = views.kit(RequestFactory().get("/ui/")).content.decode()


def macros() -> list[str]:
    module: Any = engines["jinja2"].env.get_template("ui/all.html").module  # type: ignore[attr-defined]
    return sorted(name for name in vars(module) if not name.startswith("_"))


@pytest.mark.parametrize("name", macros())
def test_every_component_is_shown_on_the_kit_page(name: str) -> None:
    page = (TEMPLATES / "kit.html").read_text(encoding="utf-8")
    assert re.search(rf"\bui\.{name}\(", KIT + page)


@pytest.mark.parametrize("name", macros())
def test_every_component_is_described_with_what_it_takes(name: str) -> None:
    module: Any = engines["jinja2"].env.get_template("ui/all.html").module  # type: ignore[attr-defined]
    readme = (UI / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"`{name}\((.*?)\)`", readme)
    assert found
    given = re.sub(r"\(.*?\)", "", found[1]).split(", ") if found[1] else []
    assert [each.split("=")[0] for each in given] == list(getattr(module, name).arguments)


@pytest.mark.parametrize("name", ELEMENTS)
def test_every_element_is_shown_on_the_kit_page(name: str) -> None:
    assert f"<{name}" in RENDERED


def test_every_element_is_loaded_by_the_one_entry() -> None:
    entry = (UI / "static/ui/js/hotline.js").read_text(encoding="utf-8")
    defining = [
        path.name
        for path in (UI / "static/ui/js").glob("*.js")
        if "customElements.define" in path.read_text(encoding="utf-8")
    ]
    assert [name for name in defining if f'"./{name}"' not in entry] == []


def test_every_icon_is_shown() -> None:
    assert [name for name in views.ICONS if f"icons.svg#{name}" not in RENDERED] == []


def test_every_icon_asked_for_is_drawn() -> None:
    assert set(re.findall(r"icons\.svg#([a-z-]+)", RENDERED)) <= set(views.ICONS)


def test_no_page_holds_an_inline_script_or_handler() -> None:
    scripts = re.findall(r"<script(?![^>]*(?: src=|application/json))[^>]*>", RENDERED)
    assert (scripts, re.findall(r"\son[a-z]+=\"", RENDERED)) == ([], [])


@pytest.mark.parametrize("suffix", [".js", ".css"])
def test_no_script_or_style_holds_a_language(suffix: str) -> None:
    ours = [path for path in UI.rglob(f"*{suffix}") if "vendor" not in path.parts]
    assert ours
    assert [path.name for path in ours if CJK.search(path.read_text(encoding="utf-8"))] == []


def test_no_template_says_a_word_past_gettext() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"""_\((["']).*?\1""", "", text)
        assert not CJK.search(text), path.name


def test_every_word_the_scripts_say_is_given_to_them() -> None:
    given = set(re.findall(r'"(\w+)": _\(', (TEMPLATES / "words.html").read_text(encoding="utf-8")))
    said = {
        word
        for path in (UI / "static/ui/js").glob("*.js")
        for word in re.findall(r'say\([^)]*?"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert said
    assert said <= given


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_kit_page_breaks_no_rule_of_access(
    browser_context: BrowserContext, page: Page, world: World, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(world.base + "/ui/")
    page.wait_for_function("document.querySelector('elapsed-time').matches(':defined')")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async () => {
            const run = await axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            });
            const say = ({id, nodes}) => nodes.map((n) => `${id}: ${n.html} ${n.failureSummary}`);
            return {broken: run.violations.flatMap(say), checked: run.passes.map((p) => p.id)};
        }"""
    )
    assert "color-contrast" in found["checked"]
    assert found["broken"] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_nothing_hangs_over_the_edge(page: Page, world: World, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(world.base + "/ui/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_the_reader_chooses_the_theme_and_it_stays(page: Page, world: World) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(world.base + "/ui/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("theme-choice input[value=dark]").check(force=True)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert "theme=dark" in page.evaluate("document.cookie")

"""Documents that cannot lie: made pages are fresh, every name they give exists, every word of the code is explained."""

from __future__ import annotations

import importlib
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation

from hotline.life.steps import LIVES
from hotline.people.roles import LABELS
from hotline.site import cli
from hotline.site.configuration import SETTINGS

from .source import HOUSE, files

DOCS = HOUSE / "docs"
PAGES = tuple(path for path in files() if path.suffix == ".md" and "vendor" not in path.parts)
OWN_TABLES = {
    "Words": "part of an entry", "Once": "the key of a repeated request", "Failures": "a counter",
    "CallerNumber": "a caller's numbers", "Utterance": "a call's words", "Request": "a message to the switch",
    "Telephone": "the sample town's", "Offer": "what a provider serves",
}  # fmt: skip
"""Tables behind a word of the glossary, which need none of their own."""


def _made() -> Any:
    return runpy.run_path(str(HOUSE / "scripts" / "make-docs"))["pages"]


@pytest.mark.parametrize("name", ["lives.md", "settings.md", "stories.md", "personal-data.md"])
def test_made_pages_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == _made()()[name], "run `make docs`"


def test_every_step_is_documented() -> None:
    said = (DOCS / "lives.md").read_text(encoding="utf-8")
    for life in LIVES.values():
        assert f"## {life.kind} " in said
        for step in life.steps:
            assert f"| `{step}` |" in said


def test_every_setting_is_documented() -> None:
    said = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert [one.name for one in SETTINGS if f"| `{one.name}` |" not in said] == []


def test_every_story_is_told() -> None:
    said = (DOCS / "stories.md").read_text(encoding="utf-8")
    told = {path.name for path in (HOUSE / "tests" / "stories").glob("test_*.py")}
    assert told
    assert {name for name in told if name not in said} == set()


def macros() -> set[str]:
    """Return every component that pages may use, by its name."""
    text = (HOUSE / "hotline" / "ui" / "templates" / "ui" / "all.html").read_text(encoding="utf-8")
    return set(re.findall(r"\b_\w+\.([a-z]\w*)", text))


def test_every_component_is_documented_and_shown() -> None:
    said = (HOUSE / "hotline" / "ui" / "README.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z_]+)\(", said))
    here = macros()
    assert len(here) > 30
    assert sorted(here - documented) == []
    folder = HOUSE / "hotline" / "ui" / "templates" / "ui"
    shown = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    assert [
        name for name in sorted(here) if f"ui.{name}(" not in shown and f"{name}(" not in shown
    ] == []


def words() -> dict[str, tuple[str, str, str]]:
    """Return the glossary: code word → Chinese, meaning, where."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| `(.+?)` \|$", text, re.M)
    return {word: (chinese, meaning, where) for word, chinese, meaning, where in rows}


def found(where: str) -> object:
    """Return what a dotted name means; raises when there is no such thing."""
    module, _dot, name = where.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        return importlib.import_module(where)
    except ModuleNotFoundError:
        owner, _dot, member = module.rpartition(".")
        return getattr(getattr(importlib.import_module(owner), member), name)


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    assert len(words()) > 20
    for word, (_chinese, _meaning, where) in words().items():
        thing = found(where)
        assert thing is not None, word
        assert where.rpartition(".")[2].lower() == word.lower(), (
            f"{word} stands under another name: {where}"
        )


def test_every_word_of_the_code_is_in_the_glossary() -> None:
    known = words()
    models = [model for model in apps.get_models() if model.__module__.startswith("hotline.")]
    missing = [one.__name__ for one in models if one.__name__ not in {*known, *OWN_TABLES}]
    assert missing == []
    assert [role.name for role in LABELS if role.name not in known] == []
    assert sorted(set(OWN_TABLES) - {one.__name__ for one in models}) == []


def test_the_glossary_says_what_the_screens_say() -> None:
    known = words()
    with translation.override("zh-hans"):
        said = {
            LIVES[kind].name: model.__name__
            for model in apps.get_models()
            if (kind := getattr(model, "KIND", "")) in LIVES
        }
        said |= {LABELS[role]: role.name or "" for role in LABELS}
        unlike = {
            word: str(chinese)
            for chinese, word in said.items()
            if str(chinese) not in known[word][0]
        }
    assert unlike == {}


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield every `make …` and `hotline …` that a page tells its reader to type."""
    code = "\n".join(
        re.findall(r"```(?:sh|console|bash)?\n(.*?)```", text, re.S)
        + re.findall(r"`([^`\n]+)`", text)
    )
    yield from re.findall(r"(?:^|[ /])(make|hotline) ([a-z][a-z-]*(?: [a-z-]+)*)", code, re.M)


def unknown_commands(text: str) -> list[str]:
    """Return the commands of a page that do not exist."""
    targets = set(
        re.findall(r"^([a-z-]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.M)
    )
    parser = cli._parser()
    actions = [one for one in parser._actions if hasattr(one, "choices") and one.choices]
    ours = {name for one in actions for name in (one.choices or ())}
    return [
        f"{tool} {rest}"
        for tool, rest in commands(text)
        if rest.split()[0] not in (targets if tool == "make" else ours)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert unknown_commands(text) == []
    assert missing(text, page.parent) == []


def missing(text: str, folder: Path) -> list[str]:
    """Return the files that a page points to and that are not there; pictures are made."""
    linked = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    named = re.findall(r"`((?:hotline|tests|docs|scripts|changes)/[\w./-]+)`", text)
    gone = [link for link in linked if not (folder / link).exists() and "pictures/" not in link]
    return gone + [
        name for name in named if not (HOUSE / name).exists() and "pictures/" not in name
    ]


def test_the_readme_gives_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        said = list(commands((HOUSE / name).read_text(encoding="utf-8")))
        assert ("make", "demo") in said
        assert ("make", "test") in said


def test_the_tour_has_eight_files() -> None:
    text = (DOCS / "tour.md").read_text(encoding="utf-8")
    stops = re.findall(r"^## \d\. \[`(.+?)`\]", text, re.M)
    assert len(stops) == 8
    assert [stop for stop in stops if not (HOUSE / stop).is_file()] == []


def test_decisions_are_numbered_without_a_gap_and_keep_their_form() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"], (
            page.name
        )
        assert len(text.splitlines()) <= 60, f"{page.name} is more than a page"


def test_the_rules_can_be_broken() -> None:
    assert unknown_commands("`make tea` and `hotline sing`") == ["make tea", "hotline sing"]
    assert unknown_commands("```sh\nmake demo\n.venv/bin/hotline migrate --check\n```") == []
    assert missing("[a](nowhere.md) `hotline/nothing.py`", DOCS) == [
        "nowhere.md",
        "hotline/nothing.py",
    ]
    with pytest.raises((ImportError, AttributeError)):
        found("hotline.cases.models.Nothing")

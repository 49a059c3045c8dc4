"""The pages on running the line: whatever they tell to type is understood, whatever they name is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hotline.site import cli, metrics, troubles
from hotline.site.configuration import SETTINGS

HOUSE = Path(__file__).parents[2]
PAGES = sorted((HOUSE / "docs" / "operations").glob("*.md"))
ASKED = {"install", "backup", "upgrade", "monitor", "incidents", "keys", "recordings", "asterisk"}


def lines(page: Path) -> list[str]:
    """Return every `hotline` command of a page with all its arguments."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.S)).splitlines()
    named = re.findall(r"`(hotline [^`\n]+)`", text)
    typed = [re.sub(r"^(\w+=\S+ )+", "", line) for line in blocks]
    return [line for line in typed + named if line.startswith("hotline ") and "…" not in line]


def test_the_pages_are_there() -> None:
    assert {page.stem for page in PAGES} == ASKED
    assert sum(len(lines(page)) for page in PAGES) > 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_whatever_is_to_be_typed_is_understood(page: Path) -> None:
    for line in lines(page):
        assert cli._parser().parse_args(shlex.split(line)[1:]).command is not None, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_settings_and_units_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    known = {one.name for one in SETTINGS}
    known |= set(re.findall(r"\$\{(\w+):", (HOUSE / "compose.yaml").read_text(encoding="utf-8")))
    assert set(re.findall(r"\b(?:HOTLINE|ARI)_[A-Z_]+", text)) <= known
    for unit in re.findall(r"\bhotline[\w-]*\.(?:service|target|timer)\b", text):
        assert (HOUSE / "deploy" / "systemd" / unit).exists(), unit
    for file in re.findall(r"`(deploy/[\w./-]+)`", text):
        assert (HOUSE / file).exists(), file


def test_every_drill_that_is_told_of_is_a_test() -> None:
    text = (HOUSE / "docs" / "operations" / "keys.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) >= 5
    for file, name in named:
        assert f"\ndef {name}(" in (HOUSE / file).read_text(encoding="utf-8"), name


def test_what_a_restore_says_is_what_the_page_shows() -> None:
    page = (HOUSE / "docs" / "operations" / "backup.md").read_text(encoding="utf-8")
    shown = re.search(r"```\n(The keys.*?)```", page, re.S)
    assert shown
    source = (HOUSE / "hotline" / "site" / "backups" / "restoring.py").read_text(encoding="utf-8")
    source += (HOUSE / "hotline" / "site" / "cli.py").read_text(encoding="utf-8")
    for line in shown[1].splitlines():
        words = re.sub(r"\d[\d:T+-]*", "{}", line)
        assert words in re.sub(r"\{[^{}]+\}", "{}", source), line


def test_every_figure_worth_an_alarm_exists() -> None:
    source = Path(str(metrics.__file__)).read_text(encoding="utf-8")
    text = (HOUSE / "docs" / "operations" / "monitor.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(hotline_\w+)", text))
    assert named
    assert {name for name in named if f'"{name}"' not in source} == set()


def test_every_trouble_has_its_row_among_the_incidents() -> None:
    source = Path(str(troubles.__file__)).read_text(encoding="utf-8")
    names = set(re.findall(r"Trouble\(\s*f?\"([a-z]+)", source))
    text = (HOUSE / "docs" / "operations" / "incidents.md").read_text(encoding="utf-8")
    assert len(names) >= 7
    assert {name for name in names if f"| `{name}" not in text} == set()

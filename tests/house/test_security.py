"""SECURITY.md keeps its word: each demand that is called met names a test that is there, and what it says of all code is so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from .source import HOUSE, house

ROW = re.compile(r"^\| (\d+\.\d[^|]*?) \| (\w[\w/]*) \| (.*) \|$", re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)`")
STANDINGS = {"met", "part", "missing", "n/a"}


def rows(text: str) -> list[tuple[str, str, str]]:
    """Return each section with where it stands and what is said of it."""
    return ROW.findall(text)


def unproved(text: str) -> list[str]:
    """Return the sections called met that name no test, or one that is not there."""
    return [
        section
        for section, standing, said in rows(text)
        if standing == "met"
        and not (TEST.findall(said) and all((HOUSE / one).is_file() for one in TEST.findall(said)))
    ]


def test_whatever_is_called_met_names_a_test_that_is_there() -> None:
    text = (HOUSE / "SECURITY.md").read_text(encoding="utf-8")
    assert len(rows(text)) > 50
    assert {standing for _section, standing, _said in rows(text)} <= STANDINGS
    assert unproved(text) == []


def test_what_is_not_proved_is_seen() -> None:
    said = (
        "| 1.1 a | met | trust us |\n| 1.2 b | met | `tests/nowhere.py` |\n| 1.3 c | part | no |\n"
    )
    assert unproved(said) == ["1.1 a", "1.2 b"]


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize(
    ("modules", "may"),
    [
        ({"pickle", "marshal", "shelve", "dill", "yaml"}, ()),
        # The sample town is made up, the same each time; a demonstration's switch takes ports that are free.
        ({"random"}, ("hotline/demo/", "hotline/telephony/ari/server.py")),
    ],
)
def test_what_secrets_and_foreign_bytes_must_not_meet_is_not_imported(
    modules: set[str], may: tuple[str, ...]
) -> None:
    strange = [
        source.path
        for source in house()
        if modules & set(imported(source.tree)) and not source.path.startswith(may or ("-",))
    ]
    assert strange == []

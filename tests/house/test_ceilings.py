"""Ceilings: nothing in the house is longer than what can be read at once. Beauty is the absence of the one terrible file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import pytest

from .source import HOUSE, apart, files, text_of

CEILINGS = {".py": 400, ".html": 120, ".js": 150, ".css": 300}
FUNCTION = 50
MEDIAN_FILE, MEDIAN_FUNCTION = 80, 8
VENDORED = "/vendor/"

EXCEPTIONS = {
    "tests/stories/test_story_01_the_first_call.py:test_the_first_call": "a story is told in one go",
    "tests/stories/test_story_06_the_departments_clock.py:test_the_departments_clock": "a story is told in one go",
}
"""What may be longer, and why: "path" or "path:function"."""


def _lengths() -> dict[str, int]:
    ours = (path for path in files() if path.suffix in CEILINGS and "migrations" not in path.parts)
    return {
        str(path.relative_to(HOUSE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in ours
        if VENDORED not in str(path)
    }


def too_long(lengths: dict[str, int]) -> Iterator[str]:
    """Say which files are longer than their kind may be."""
    for path, lines in lengths.items():
        most = CEILINGS[Path(path).suffix]
        if lines > most:
            yield f"{path}: {lines} lines, at most {most}"


def functions(path: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield every function of a file with its lines, those of its docstring not counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = node.body[0] if ast.get_docstring(node) else None
            prose = (said.end_lineno or 0) - said.lineno + 1 if said else 0
            yield f"{path}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - prose


def too_long_functions(found: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Say which functions are longer than a page."""
    for name, lines in found:
        if lines > FUNCTION:
            yield f"{name}: {lines} lines, at most {FUNCTION}"


def _functions() -> list[tuple[str, int]]:
    return [
        one
        for path in files()
        if path.suffix == ".py" and "migrations" not in path.parts
        for one in functions(str(path.relative_to(HOUSE)), text_of(path) or "")
    ]


def _place(fault: str) -> str:
    return fault.rpartition(": ")[0]


def test_nothing_is_longer_than_it_may_be() -> None:
    found = [*too_long(_lengths()), *too_long_functions(_functions())]
    strange, idle = apart(found, EXCEPTIONS, by=_place)
    assert [*strange, *idle] == []


def test_most_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    modules = [
        lines
        for path, lines in _lengths().items()
        if path.startswith("hotline/") and path.endswith(".py") and lines > 1
    ]
    short = [lines for name, lines in _functions() if name.startswith("hotline/")]
    with capsys.disabled():
        print(
            f"\n  the median module has {median(modules):.0f} lines (longest {max(modules)}),"
            f" the median function {median(short):.0f} (longest {max(short)})"
        )
    assert median(modules) <= MEDIAN_FILE
    assert median(short) <= MEDIAN_FUNCTION


def test_the_ceilings_can_be_hit() -> None:
    assert list(too_long({"hotline/x.py": 401})) == ["hotline/x.py: 401 lines, at most 400"]
    assert list(too_long({"hotline/x.html": 120, "hotline/x.css": 300, "x.js": 150})) == []
    long = "def f():\n    '''Prose.\n\n    More.'''\n" + "    x = 1\n" * 50
    assert list(too_long_functions(functions("x.py", long))) == ["x.py:f: 51 lines, at most 50"]

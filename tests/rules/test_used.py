"""Each number of the line is read by some module, or says that it is not used yet: found on the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from hotline.rules.numbers import BY_NAME, NOT_USED
from tests.house.source import Source, house, sample

NO_READERS = ("hotline/rules/", "hotline/desks/settings/trials.py")
"""Where numbers are listed and tried, not gone by."""


def read(source: Source) -> Iterator[str]:
    """Yield the numbers that a module reads: `book["ring_s"]`, `book.time("ring_s")`, a table's `kept=`, a figure's `target=`."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Subscript(slice=name, ctx=ast.Load()):
                yield from _numbers(name)
            case ast.Call(func=ast.Attribute(attr="time"), args=[name]):
                yield from _numbers(name)
            case ast.keyword(arg="kept" | "target", value=name):
                yield from _numbers(name)


def _numbers(name: ast.expr) -> Iterator[str]:
    """Yield the numbers an expression may name: a string, or one of two."""
    for node in ast.walk(name):
        if isinstance(node, ast.Constant) and node.value in BY_NAME:
            yield str(node.value)


def test_each_number_is_read_or_says_that_it_is_not_used() -> None:
    sources = [one for one in house() if not one.path.startswith(NO_READERS)]
    used = {name for source in sources for name in read(source)}
    assert not used & NOT_USED, "is read: take it out of NOT_USED in hotline/rules/numbers.py"
    assert not BY_NAME.keys() - used - NOT_USED, "nobody reads it: put it into NOT_USED"
    assert not NOT_USED - BY_NAME.keys(), "there is no such number"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rules.book()['ring_s']", {"ring_s"}),
        ("book.time('idle_min')", {"idle_min"}),
        ("book.time('accept_urgent_min' if urgent else 'accept_min')", {"accept_min", "accept_urgent_min"}),
        ("Table(Case, kept='keep_words_days')", {"keep_words_days"}),
        ("Figure('signed', target='sign_target_pct')", {"sign_target_pct"}),
        ("page = {'ring_s': 1}", set()),
        ("kept['ring_s'] = 1", set()),
        ("'''ring_s'''", set()),
    ],
)  # fmt: skip
def test_a_reader_is_seen(text: str, names: set[str]) -> None:
    assert set(read(sample(text))) == names

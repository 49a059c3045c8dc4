"""No Chinese of ours on an English page: every page of the sample town, read in English, holds no Chinese but what is data."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps

from hotline.demo import records
from tests import dressing
from tests.house import pages

from .test_translations import NAMES, speaking_english

RUN = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]+")
NOT_SHOWN = {"life.Once"}
"""Tables with words of the house that no page shows."""


class Data:
    """What is data and not the house's word: whatever stands in a column or in the sample town's files."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.runs = {run for text in texts for run in RUN.findall(text)}
        self.sorted = sorted(self.runs)
        self.longest = max(map(len, self.runs))

    def knows(self, run: str) -> bool:
        """Say whether a run of Chinese is made of data alone, the last of it perhaps cut short."""
        reached = {0}
        for end in range(1, len(run) + 1):
            starts = range(max(0, end - self.longest), end)
            if any(start in reached and run[start:end] in self.runs for start in starts):
                reached.add(end)
        return len(run) in reached or any(self._begins(run[start:]) for start in reached)

    def _begins(self, text: str) -> bool:
        at = bisect_left(self.sorted, text)
        return len(text) > 1 and at < len(self.sorted) and self.sorted[at].startswith(text)


def _texts() -> Iterator[str]:
    """Yield every word that the sample town is made of."""
    for name in ("callers", "people", "providers", "members", "utterances"):
        for row in records.rows(name):
            yield from row.values()
    for model in apps.get_models():
        ours = model.__module__.startswith("hotline.") and model._meta.managed
        if ours and model._meta.label not in NOT_SHOWN:
            for row in model._base_manager.values_list():
                yield from _leaves(row)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    elif isinstance(value, list | tuple):
        if all(isinstance(one, str) for one in value):
            yield "、".join(value)  # as a form shows a list
        for one in value:
            yield from _leaves(one)


@pytest.fixture(scope="module")
def chinese(
    sample: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, dict[str, list[str]]]]:
    """Have for each language what Chinese of the house each page holds, whole pages and fragments."""
    data = Data([*_texts(), *NAMES, dressing.TABLE])
    with speaking_english(tmp_path_factory.mktemp("locale")):
        yield _read(data)


def _read(data: Data) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {"en": {}, "zh-hans": {}}
    for page in pages.opened():
        for language, held in found.items():
            response = pages.get(
                pages.browser(page.who, page.cookies | {"language": language}), page.path
            )
            if response.headers.get("Content-Type", "").startswith("text/html"):
                words = RUN.findall(response.content.decode())
                held[page.name] = [run for run in words if not data.knows(run)]
    return found


def test_english_pages_hold_no_chinese(chinese: dict[str, dict[str, list[str]]]) -> None:
    left = {page: words for page, words in chinese["en"].items() if words}
    assert left == {}


def test_what_is_looked_for_is_there_when_it_should_be(
    chinese: dict[str, dict[str, list[str]]],
) -> None:
    pages_with = [page for page, words in chinese["zh-hans"].items() if words]
    assert len(pages_with) >= 60

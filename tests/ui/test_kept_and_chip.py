"""Parts that are rendered once and kept, and the clock chip that ticks: what they remember and what they draw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from markupsafe import Markup

from hotline.ui import chip, kept, times

NOON = datetime(2012, 9, 26, 4, 0, tzinfo=UTC)
SAID = times.Left("%(time)s left", "%(time)s over", "%(n)d d", "%(n)d h")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    before = kept._parts.copy()
    kept._parts.clear()
    yield
    kept._parts.clear()
    kept._parts.update(before)


def part(words: str) -> Markup:
    return Markup(words)


def test_a_part_is_rendered_once_for_the_same_values() -> None:
    asked: list[str] = []

    def body() -> Markup:
        asked.append("again")
        return part(f"<b>{len(asked)}</b>")

    assert kept.kept("counts", 3, caller=body) == kept.kept("counts", 3, caller=body) == "<b>1</b>"
    assert kept.kept("counts", 4, caller=body) == "<b>2</b>"
    assert kept.kept("others", 4, caller=body) == "<b>3</b>"


def test_each_language_has_its_own_part() -> None:
    with translation.override("zh-hans"):
        kept.kept("hello", caller=lambda: part("您好"))
    with translation.override("en"):
        assert kept.kept("hello", caller=lambda: part("hello")) == "hello"
    with translation.override("zh-hans"):
        assert kept.kept("hello", caller=lambda: part("never asked")) == "您好"


def test_the_oldest_parts_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for n in range(3):
        kept.kept("n", n, caller=lambda: part("first"))
    assert len(kept._parts) == 2
    assert kept.kept("n", 0, caller=lambda: part("anew")) == "anew"


@pytest.mark.parametrize(
    ("left_min", "state"), [(120, ""), (20, ' data-state="soon"'), (-5, ' data-state="late"')]
)
def test_a_ticking_clock_says_how_it_stands(left_min: int, state: str) -> None:
    now = NOON.timestamp()
    clock = chip.Ticking(NOON + timedelta(minutes=left_min), NOON - timedelta(hours=1))
    drawn = clock.drawn(now, 1800, SAID)
    assert f'<due-clock class="clock"{state} data-used' in drawn
    assert f">{SAID(left_min * 60)}</due-clock>" in drawn
    assert drawn.count("data-due=") == drawn.count("data-start=") == 1


def test_a_ticking_clock_shows_how_much_is_used_and_escapes_its_words() -> None:
    clock = chip.Ticking(NOON + timedelta(hours=1), NOON - timedelta(hours=1))
    early = clock.drawn(
        (NOON - timedelta(hours=1)).timestamp(),
        0,
        times.Left("<b>%(time)s", "<b>%(time)s", "%(n)d", "%(n)d"),
    )
    late = clock.drawn(
        (NOON + timedelta(hours=1)).timestamp(),
        0,
        times.Left("<b>%(time)s", "<b>%(time)s", "%(n)d", "%(n)d"),
    )
    assert "&lt;b&gt;" in early
    assert "<b>" not in early
    assert early.split("data-used=")[1][:4] != late.split("data-used=")[1][:4]


def test_a_clock_without_a_start_has_no_share_to_show() -> None:
    assert "data-start" not in chip.Ticking(NOON).drawn(NOON.timestamp(), 0, SAID)


@pytest.mark.parametrize("state", chip.STANDING)
def test_a_clock_that_stands_does_not_tick(state: str) -> None:
    assert "<due-clock" not in chip.time_chip(due=NOON, state=state)
    assert f'data-state="{state}"' in chip.time_chip(due=NOON, state=state)


def test_what_is_given_to_a_chip_is_escaped() -> None:
    assert "<script>" not in chip.time_chip(text="<script>", state='"><script>')

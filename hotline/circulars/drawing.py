"""The charts of a circular as shapes: bars side by side, and a curve over days. Pure; a template draws them, with colours of its own.

Everything is measured on a field 360 wide, which a telephone shows as it is and a page or a sheet of paper larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 360
LABEL, END = 96, 56
"""What is left free for a bar's name before it, and for its number behind it."""
FIELD = WIDE - LABEL - END
STEP, THICK, THIN = 24, 10, 4
TALL, FOOT, LEFT = 150, 18, 30
MOST_TICKS, MOST_CHARS = 7, 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, how long it is, what is written behind it, how long it was before."""

    label: str
    text: str
    y: int
    width: float
    before: float | None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below one another."""

    title: str
    alt: str
    bars: Sequence[Bar]
    height: int
    keys: Sequence[tuple[str, str]]
    """What each colour means: the shape's class and its words."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over days."""

    title: str
    alt: str
    lines: Sequence[tuple[str, str]]
    """Each line's class, and its points."""
    grid: Sequence[tuple[float, str]]
    ticks: Sequence[tuple[float, str]]
    height: int
    keys: Sequence[tuple[str, str]]


Chart = Bars | Curve


def bars(
    title: str,
    rows: Sequence[tuple[str, float, str, float | None]],
    *,
    top: float | None = None,
    keys: Sequence[tuple[str, str]] = (),
) -> Bars:
    """Draw rows of name, value, the value in words, and the value before; the longest, or *top*, fills the field."""
    highest = top or max((max(value, before or 0) for _l, value, _t, before in rows), default=0)

    def length(value: float) -> float:
        return round(FIELD * value / highest, 1) if highest else 0.0

    drawn = [
        Bar(
            _short(label), text, n * STEP, length(value), None if before is None else length(before)
        )
        for n, (label, value, text, before) in enumerate(rows)
    ]
    alt = "; ".join(f"{label} {text}" for label, _value, text, _before in rows)
    return Bars(title, f"{title}: {alt}", drawn, max(STEP, len(rows) * STEP), keys)


def curve(
    title: str,
    days: Sequence[str],
    lines: Sequence[tuple[str, str, Sequence[int]]],
) -> Curve:
    """Draw lines of class, name and a number for each day."""
    highest = _round_up(max((max(values, default=0) for _c, _n, values in lines), default=0))
    across, high = WIDE - LEFT - 18, TALL - FOOT - 8

    def x(n: int) -> float:
        return round(LEFT + (across * n / (len(days) - 1) if len(days) > 1 else across / 2), 1)

    def y(value: float) -> float:
        return round(8 + high * (1 - value / highest), 1)

    drawn = [
        (name, " ".join(f"{x(n)},{y(value)}" for n, value in enumerate(values)))
        for name, _words, values in lines
    ]
    every = max(1, -(-len(days) // MOST_TICKS))
    ticks = [(x(n), day) for n, day in enumerate(days) if n % every == 0]
    grid = [(y(value), f"{value:g}") for value in (0, highest / 2, highest)]
    alt = "; ".join(f"{words} {sum(values)}" for _c, words, values in lines)
    keys = [(name, words) for name, words, _values in lines]
    return Curve(title, f"{title}: {alt}", drawn, grid, ticks, TALL, keys)


def _round_up(value: int) -> int:
    """Return the next even number of one figure and noughts: a scale that reads well."""
    unit = 1
    while value > 10 * unit:
        unit *= 10
    return max(2, -(-value // (2 * unit)) * 2 * unit)


def _short(label: str) -> str:
    return label if len(label) <= MOST_CHARS else f"{label[: MOST_CHARS - 1]}…"

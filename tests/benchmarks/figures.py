"""A figure and its floor: measured in turns, best of three, so that a noisy neighbour hits both alike."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

TURNS = 3
TOLD = ("name", "value", "unit", "floor", "ratio", "better")
"""What is kept of a figure."""


@dataclass(frozen=True)
class Figure:
    """One thing measured: `ratio` is value over floor, to be held against `bar` in the direction `better`.

    `most` is for what is promised in the value's own unit, on whatever machine it is measured.
    """

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    better: Literal["higher", "lower"]
    bar: float | None = None
    most: float | None = None

    @property
    def held(self) -> bool:
        """Say whether what is promised is kept."""
        if self.most is not None and self.value > self.most:
            return False
        if self.bar is None:
            return True
        return self.ratio >= self.bar if self.better == "higher" else self.ratio <= self.bar

    @property
    def promised(self) -> str:
        """Return what is promised: of the ratio, and of the value."""
        sign = "≥" if self.better == "higher" else "≤"
        ratio = f"{sign} {self.bar}" if self.bar is not None else ""
        value = f"≤ {self.most} {self.unit}" if self.most is not None else ""
        return ", ".join(filter(None, (ratio, value)))


def rate(do: Callable[[], object], *, seconds: float = 2.0, each: int = 1) -> float:
    """Return how often a second *do* gets done; *each* is how much one doing is worth."""
    done, start = 0, time.perf_counter()
    while (taken := time.perf_counter() - start) < seconds:
        do()
        done += each
    return done / taken


def in_turns(ours: Callable[[], float], floor: Callable[[], float]) -> list[tuple[float, float]]:
    """Measure both three times, one after the other."""
    return [(ours(), floor()) for _ in range(TURNS)]


def throughput(
    name: str, unit: str, ours: Callable[[], float], floor: Callable[[], float], *, bar: float
) -> Figure:
    """Compare two rates, each at its best: more is better."""
    pairs = in_turns(ours, floor)
    best, bare = max(a for a, _ in pairs), max(b for _, b in pairs)
    return Figure(name, round(best, 1), unit, round(bare, 1), round(best / bare, 3), "higher", bar)


def latency(
    name: str, unit: str, ours: Callable[[], float], floor: Callable[[], float], *, bar: float
) -> Figure:
    """Compare two times, each at its best: less is better."""
    pairs = in_turns(ours, floor)
    best, bare = min(a for a, _ in pairs), min(b for _, b in pairs)
    return slower(name, unit, best, bare, bar=bar)


def slower(
    name: str,
    unit: str,
    value: float,
    floor: float,
    *,
    bar: float | None = None,
    most: float | None = None,
) -> Figure:
    """Say how many times the floor something takes: less is better."""
    ratio = round(value / floor, 2)
    return Figure(name, round(value, 3), unit, round(floor, 3), ratio, "lower", bar, most)


def worst(name: str, figures: list[Figure]) -> Figure:
    """Return the one with the highest ratio under a name that stands for all of them."""
    return replace(max(figures, key=lambda one: one.ratio), name=name)


def median(values: list[float]) -> float:
    """Return the middle value."""
    return sorted(values)[len(values) // 2]


def percentile(values: list[float], share: float) -> float:
    """Return the value that *share* of all do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def write(figures: list[Figure], file: Path) -> None:
    """Keep the figures for whoever compares runs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    told = [{key: asdict(one)[key] for key in TOLD} for one in figures]
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False))


def table(figures: list[Figure]) -> str:
    """Return the figures as a table for the terminal."""
    rows = [f"{'':2}{'name':<18}{'value':>10} {'unit':<9}{'floor':>10}{'ratio':>8}  promised"]
    for one in figures:
        mark = "✓" if one.held else "✗"
        rows.append(
            f"{mark} {one.name:<18}{one.value:>10} {one.unit:<9}{one.floor:>10}{one.ratio:>8}  {one.promised}"
        )
    return "\n".join(rows)

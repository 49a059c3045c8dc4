"""A figure and its floor: measured in turns, best of three, so that a noisy neighbour hits both alike."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

TURNS = 3


@dataclass(frozen=True)
class Figure:
    """One thing measured: `ratio` is value over floor, to be held against `bar` in the direction `better`."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    better: Literal["higher", "lower"]
    bar: float

    @property
    def held(self) -> bool:
        """Say whether the bar is met."""
        return self.ratio >= self.bar if self.better == "higher" else self.ratio <= self.bar


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
    return Figure(name, round(best, 3), unit, round(bare, 3), round(best / bare, 2), "lower", bar)


def median(values: list[float]) -> float:
    """Return the middle value."""
    return sorted(values)[len(values) // 2]


def percentile(values: list[float], share: float) -> float:
    """Return the value that *share* of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def write(figures: list[Figure], file: Path) -> None:
    """Keep the figures for whoever compares runs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(one) for one in figures], indent=2, ensure_ascii=False))


def table(figures: list[Figure]) -> str:
    """Return the figures as a table for the terminal."""
    rows = [f"{'':2}{'name':<14}{'value':>10} {'unit':<8}{'floor':>10}{'ratio':>8}  bar"]
    for one in figures:
        sign = "≥" if one.better == "higher" else "≤"
        mark = "✓" if one.held else "✗"
        rows.append(
            f"{mark} {one.name:<14}{one.value:>10} {one.unit:<8}{one.floor:>10}{one.ratio:>8}  {sign} {one.bar}"
        )
    return "\n".join(rows)

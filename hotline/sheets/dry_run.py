"""What writing a table would do, line by line, before anything is written. The domains judge; this only holds and counts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .lines import Text


class Verdict(TextChoices):
    """What becomes of a line."""

    WRONG = "wrong", _("有错")
    NEW = "new", _("新增")
    CHANGED = "changed", _("更改")
    SAME = "same", _("不变")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a line changes."""

    label: Text
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One line: which, what it is about, what becomes of it and why; `order` is what the domain would do."""

    number: int
    what: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    faults: tuple[Text, ...] = ()
    order: Any = None


def wrong(number: int, what: str, *faults: Text) -> Judged:
    """Judge a line wrong, for these reasons."""
    return Judged(number, what, Verdict.WRONG, faults=faults)


@dataclass(frozen=True, slots=True)
class DryRun:
    """All lines of a table, judged."""

    lines: Sequence[Judged]

    @property
    def counts(self) -> dict[Verdict, int]:
        """Return how many lines there are of each verdict."""
        found = Counter(line.verdict for line in self.lines)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def may_be_written(self) -> bool:
        """Say whether it can be written as it is: something to do, and nothing wrong."""
        counts = self.counts
        return not counts[Verdict.WRONG] and bool(counts[Verdict.NEW] + counts[Verdict.CHANGED])

    @property
    def orders(self) -> list[Any]:
        """Return what would be done."""
        return [line.order for line in self.lines if line.order is not None]

    @property
    def seal(self) -> str:
        """Return a digest of all that would be done: the same only if the file and what it meets are the same."""
        said = [
            [line.number, line.what, line.verdict, [[d.was, d.now] for d in line.differences]]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

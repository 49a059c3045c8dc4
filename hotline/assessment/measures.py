"""By what a department's month is measured: the measures, which of them are better when fewer, and what they weigh by default.

Defaults hold from before the first month, until the line sets its own (`models.Weight`). The measures are domain.md's; what each
counts exactly says `counting.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .score import Term, Terms


class Measure(TextChoices):
    """A figure of a unit's month: a share."""

    SIGNED = "signed", _("及时签收率")
    CONTACTED = "contacted", _("先行联系率")
    CONCLUDED = "concluded", _("按时办结率")
    RESPONSE = "response", _("响应率")
    SOLVED = "solved", _("解决率")
    SATISFIED = "satisfied", _("满意率")
    RETURNED = "returned", _("退单率")
    EXTENDED = "extended", _("延期率")
    DONE_AGAIN = "done_again", _("重办率")
    REACHED = "reached", _("有效回访率")


FEWER_IS_BETTER = frozenset({Measure.RETURNED, Measure.EXTENDED, Measure.DONE_AGAIN})
BITS = {measure: 1 << n for n, measure in enumerate(Measure)}
"""Measure → its bit in a mark: which measures an assignment is about, and for which it counts."""
ALL_BITS = sum(BITS.values())


def marked(
    keys: Iterable[int], abouts: Iterable[int], hits: Iterable[int], *, bit: int
) -> dict[int, bool]:
    """Return what is about a bit, and whether it counts for it; without a bit, all that was marked."""
    marks = zip(keys, abouts, hits, strict=True)
    return {key: bool(hit & bit) for key, about, hit in marks if not bit or about & bit}


def term(
    measure: Measure, weight: str | Decimal, threshold: str | Decimal, slope: str | Decimal
) -> Term:
    """Return what is asked of a measure."""
    return Term(
        weight=Decimal(weight),
        threshold=Decimal(threshold),
        slope=Decimal(slope),
        fewer_is_better=measure in FEWER_IS_BETTER,
    )


DEFAULTS: Terms = {
    measure.value: term(measure, *asked)
    for measure, asked in {
        Measure.SIGNED: ("10", "100", "0.5"),
        Measure.CONTACTED: ("10", "95", "0.5"),
        Measure.CONCLUDED: ("25", "100", "1"),
        Measure.RESPONSE: ("10", "100", "0.5"),
        Measure.SOLVED: ("20", "90", "0.5"),
        Measure.SATISFIED: ("20", "95", "0.5"),
        Measure.RETURNED: ("2", "5", "0.2"),
        Measure.EXTENDED: ("0", "10", "0"),
        Measure.DONE_AGAIN: ("3", "2", "0.3"),
        Measure.REACHED: ("0", "90", "0"),
    }.items()
}
"""A hundred points. How many extensions there were is shown, for an extension is granted by the line; so is whom it reached."""

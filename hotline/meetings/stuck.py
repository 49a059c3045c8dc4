"""Which cases are stuck, and why: proposed for a meeting, the worst first.

Pure, on figures that were counted elsewhere. Each reason has a threshold, a number of the line; a case with no reason is not
stuck. The more reasons the worse; among as many, the farther beyond its thresholds; among equals the older one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why a case is stuck."""

    LATE = "late", _("长时间逾期")
    DISPUTED = "disputed", _("职责有争议")
    SENT_BACK = "sent_back", _("一再退回重办")
    SUSPENDED = "suspended", _("中止过了核查日")
    UNANSWERED = "unanswered", _("督办没有按时答复")


@dataclass(frozen=True, slots=True)
class Figures:
    """How one assignment stands: whole days, and times."""

    pk: int
    late_days: int = 0
    """Since its reply was due; 0: it is not, or its clock stands."""
    passed_on: int = 0
    """How often units have asked to give the case back, or it went to another."""
    sent_back: int = 0
    """How often its reply was sent back or it was done again."""
    suspended_days: int = 0
    """Since the day on which it was to be looked at again."""
    unanswered: int = 0
    """Notices of supervision whose answer is late."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how much on a case is stuck."""

    late_days: int
    passed_on: int
    sent_back: int
    suspended_days: int
    unanswered: int = 1


@dataclass(frozen=True, slots=True)
class Stuck:
    """One that is stuck: why, and how it stands."""

    figures: Figures
    reasons: tuple[Reason, ...]
    excess: float
    """How many times its thresholds it is at, all reasons together."""


MEASURED = {
    Reason.LATE: "late_days",
    Reason.DISPUTED: "passed_on",
    Reason.SENT_BACK: "sent_back",
    Reason.SUSPENDED: "suspended_days",
    Reason.UNANSWERED: "unanswered",
}
"""By which figure each reason is measured."""


def stuck(figures: Figures, beyond: Thresholds) -> Stuck | None:
    """Say why one is stuck; None where it is not."""
    shares = {
        reason: getattr(figures, name) / getattr(beyond, name)
        for reason, name in MEASURED.items()
        if getattr(figures, name) >= getattr(beyond, name)
    }
    return Stuck(figures, tuple(shares), sum(shares.values())) if shares else None


def ranked(all_: Iterable[Figures], beyond: Thresholds) -> list[Stuck]:
    """Return those that are stuck, the worst first."""
    found = [one for figures in all_ if (one := stuck(figures, beyond)) is not None]
    return sorted(found, key=lambda one: (-len(one.reasons), -one.excess, one.figures.pk))

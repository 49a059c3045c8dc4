"""Who is asked first, and why: pure, explained candidate by candidate.

First what rules a provider out, then a score of three shares, each 0 to 1: how fast it accepts, how free its hands are,
how long it has not been asked. The weights are the house's own; providers' cards and satisfaction come with discipline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FAST, SLOW = timedelta(minutes=1), timedelta(minutes=10)
UNKNOWN_ACCEPT = timedelta(minutes=5)
"""What a provider that never accepted anything is taken for: neither fast nor slow."""
LONG_AGO = timedelta(days=7)
WEIGHTS = {"quick": 0.45, "free": 0.35, "turn": 0.20}


class LeftOut(TextChoices):
    """Why a provider cannot be asked now."""

    STANDING = "standing", _("不在可派状态")
    NOT_HERE = "not_here", _("不服务这个区域")
    NOT_NOW = "not_now", _("这个时间不服务")
    FULL = "full", _("手上已满")
    ASKED = "asked", _("这张工单已问过")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one provider of the service at the moment of choice."""

    provider: int
    name: str
    in_standing: bool = True
    here: bool = True
    now: bool = True
    asked: bool = False
    open_jobs: int = 0
    most_open: int = 1
    accept_median: timedelta | None = None
    last_offered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A provider with its place: ruled out for reasons, or scored, share by share."""

    facts: Facts
    left_out: tuple[LeftOut, ...] = ()
    score: float = 0.0
    quick: float = 0.0
    free: float = 0.0
    turn: float = 0.0


def rank(providers: Iterable[Facts], *, at: datetime) -> list[Candidate]:
    """Return every provider, those who can be asked first, best first; equal ones by key, so that it is the same twice."""
    candidates = [judge(facts, at=at) for facts in providers]
    return sorted(candidates, key=lambda c: (bool(c.left_out), -c.score, c.facts.provider))


def judge(facts: Facts, *, at: datetime) -> Candidate:
    """Rule one provider out with every reason there is, or score it."""
    reasons = tuple(
        reason
        for reason, holds in (
            (LeftOut.STANDING, not facts.in_standing),
            (LeftOut.NOT_HERE, not facts.here),
            (LeftOut.NOT_NOW, not facts.now),
            (LeftOut.FULL, facts.open_jobs >= facts.most_open),
            (LeftOut.ASKED, facts.asked),
        )
        if holds
    )
    if reasons:
        return Candidate(facts=facts, left_out=reasons)
    accept = facts.accept_median if facts.accept_median is not None else UNKNOWN_ACCEPT
    quick = _share((SLOW - accept) / (SLOW - FAST))
    free = _share(1 - facts.open_jobs / facts.most_open)
    waited = at - facts.last_offered_at if facts.last_offered_at else LONG_AGO
    turn = _share(waited / LONG_AGO)
    score = WEIGHTS["quick"] * quick + WEIGHTS["free"] * free + WEIGHTS["turn"] * turn
    return Candidate(facts=facts, score=round(score, 4), quick=quick, free=free, turn=turn)


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))

"""Who is asked first, and why: pure, explained share by share.

Who can be asked at all the database has said (`queries.ranking`). A score is the mean of six shares, each 0 to 1, by the
weights of the line. Whoever is on trial and has done few jobs gets a set share of the offers and stands behind the others
otherwise; within each of the two, an offer more than one's due costs what an offer less gains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.rules.book import Book

FAST, SLOW = timedelta(minutes=1), timedelta(minutes=10)
UNKNOWN_ACCEPT = timedelta(minutes=5)
"""What a provider that never accepted anything is taken for: neither fast nor slow."""
NEAR = {"community": 1.0, "town": 0.6, "city": 0.2, "": 0.0}
"""The smallest area in which both lie, the citizen and the provider."""
BAND = 0.2
"""So far under its due a provider's share of fairness is whole, so far above nothing; at its due it is half."""
MONTH_DAYS = 30
SHARES = ("quick", "on_time", "content", "near", "free", "fair")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class LeftOut(TextChoices):
    """Why a provider cannot be asked now, in the order in which it is looked at: the first that holds is told."""

    NOT_HERE = "not_here", _("不服务这个区域")
    NOT_NOW = "not_now", _("这个时间不服务")
    STANDING = "standing", _("不在可派状态")
    CONTRACT = "contract", _("合同已到期")
    PAPER = "paper", _("证照已到期")
    AWAY = "away", _("请假中")
    FULL = "full", _("手上已满")
    ASKED = "asked", _("这张工单已问过")


class Mode(TextChoices):
    """How it was settled who is asked."""

    BEST = "best", _("择优")  # whoever scores highest
    ROTATION = "rotation", _("轮流")  # whoever's turn it is
    FIRST = "first", _("抢单")  # several at once: the first to take it
    NAMED = "named", _("市民点名")  # whom the citizen asked for
    PICKED = "picked", _("受理员点选")  # whom the operator chose from the list


OF_SERVICE = (Mode.BEST, Mode.ROTATION, Mode.FIRST, Mode.NAMED)
"""What a service may be set to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much, as the line has set it; `prior_jobs` imagined jobs of `prior_pct` stand before the real ones."""

    quick: int = 20
    on_time: int = 15
    content: int = 25
    near: int = 10
    free: int = 15
    fair: int = 15
    prior_jobs: int = 10
    prior_pct: int = 80
    newcomer_pct: int = 10
    newcomer_jobs: int = 5

    @classmethod
    def of(cls, book: Book) -> Weights:
        """Return the weights in force."""
        return cls(
            quick=book["choice_quick_pct"],
            on_time=book["choice_on_time_pct"],
            content=book["choice_content_pct"],
            near=book["choice_near_pct"],
            free=book["choice_free_pct"],
            fair=book["choice_fair_pct"],
            prior_jobs=book["choice_prior_jobs"],
            prior_pct=book["choice_prior_pct"],
            newcomer_pct=book["choice_newcomer_pct"],
            newcomer_jobs=book["choice_newcomer_jobs"],
        )

    @property
    def each(self) -> dict[str, int]:
        """Return the weight of each share."""
        return {name: getattr(self, name) for name in SHARES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one provider that can be asked, at the moment of choice."""

    provider: int
    name: str = ""
    on_trial: bool = False
    done: int = 0
    share_pct: int = 100
    days: int = MONTH_DAYS
    """How many days of the month it has been a member."""
    open_jobs: int = 0
    most_open: int = 1
    accept_median: timedelta | None = None
    promised: int = 0
    on_time: int = 0
    rated: int = 0
    liked: float = 0.0
    """What citizens said, each 0 to 1, added up."""
    near: str = ""
    offers: int = 0
    """Offers of this service in the month."""
    last_offered_at: datetime | None = None

    @property
    def part(self) -> int:
        """Return how much of the month's offers it is due, beside the others'."""
        return self.share_pct * self.days

    @property
    def turn(self) -> float:
        """Return how soon it is its turn, the least first: the rule by which seats are shared out (Webster's)."""
        return (self.offers + 0.5) / self.part if self.part else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A provider that can be asked, scored share by share."""

    facts: Facts
    newcomer: bool = False
    score: float = 0.0
    quick: float = 0.0
    on_time: float = 0.0
    content: float = 0.0
    near: float = 0.0
    free: float = 0.0
    fair: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Everybody of a service at the moment of choice: who can be asked, best first, and who was left out by what."""

    candidates: Sequence[Candidate] = ()
    removed: Mapping[LeftOut, Sequence[int]] = field(default_factory=dict)
    mode: Mode = Mode.BEST
    weights: Weights = Weights()
    newcomers_turn: bool = False

    def find(self, provider: int) -> Candidate | None:
        """Return one provider's place, if it can be asked."""
        return next((one for one in self.candidates if one.facts.provider == provider), None)

    def reason(self, provider: int) -> LeftOut | None:
        """Return why one provider cannot be asked; None as well where it does not render the service."""
        return next((why for why, keys in self.removed.items() if provider in keys), None)


def rank(
    providers: Iterable[Facts],
    *,
    weights: Weights,
    mode: Mode = Mode.BEST,
    removed: Mapping[LeftOut, Sequence[int]] | None = None,
) -> Ranking:
    """Return all who can be asked, best first; equal ones by turn and key, so that it is the same twice."""
    facts = list(providers)
    new = [one for one in facts if is_newcomer(one, weights)]
    known = [one for one in facts if not is_newcomer(one, weights)]
    if mode == Mode.ROTATION:  # in turn is in turn, for whoever is new as well
        scored = _scored(facts, weights, {one.provider for one in new})
        ordered = sorted(scored, key=_turn)
        turn = False
    else:
        turn = newcomers_turn(new, known, weights)
        newest = sorted(_scored(new, weights, {one.provider for one in new}), key=_best)
        proven = sorted(_scored(known, weights, set()), key=_best)
        ordered = [*newest[:1], *proven, *newest[1:]] if turn else [*proven, *newest]
    return Ranking(
        candidates=ordered,
        removed=removed or {},
        mode=mode,
        weights=weights,
        newcomers_turn=turn,
    )


def is_newcomer(one: Facts, weights: Weights) -> bool:
    """Say whether a provider is on trial and has done few jobs yet."""
    return one.on_trial and one.done < weights.newcomer_jobs


def newcomers_turn(new: Sequence[Facts], known: Sequence[Facts], weights: Weights) -> bool:
    """Say whether this offer is a newcomer's: with it they have no more than their share of the month."""
    if not new or not known:
        return False
    theirs = sum(one.offers for one in new)
    total = theirs + sum(one.offers for one in known)
    return (theirs + 1) * 100 <= weights.newcomer_pct * (total + 1)


def judge(one: Facts, *, weights: Weights, due: float | None, newcomer: bool = False) -> Candidate:
    """Score one provider, which is *due* so many of the month's offers; None: none at all."""
    accept = one.accept_median if one.accept_median is not None else UNKNOWN_ACCEPT
    shares = {
        "quick": _share((SLOW - accept) / (SLOW - FAST)),
        "on_time": smoothed(one.on_time, one.promised, weights),
        "content": smoothed(one.liked, one.rated, weights),
        "near": NEAR[one.near],
        "free": _share(1 - one.open_jobs / one.most_open) if one.most_open else 0.0,
        "fair": fairness(one.offers, due),
    }
    each = weights.each
    whole = sum(each.values())
    gained = sum(each[name] * share for name, share in shares.items())
    score = gained / whole if whole else 0.0
    return Candidate(facts=one, newcomer=newcomer, score=round(score, 4), **shares)


def smoothed(good: float, of: int, weights: Weights) -> float:
    """Return a share of good ones as if so many usual jobs stood before: one good job does not beat a hundred."""
    jobs = weights.prior_jobs + of
    usual = weights.prior_jobs * weights.prior_pct / 100
    return (usual + good) / jobs if jobs else weights.prior_pct / 100


def fairness(offers: int, due: float | None) -> float:
    """Return how far a provider lies under its due: half at it, whole a fifth below, nothing a fifth above."""
    if due is None:
        return 0.0
    if due == 0:
        return 0.5  # nobody has been asked this month
    return _share(0.5 - (offers - due) / due / (2 * BAND))


def _scored(group: Sequence[Facts], weights: Weights, new: set[int]) -> list[Candidate]:
    """Score a group among which an offer more or less is compared."""
    total, parts = sum(one.offers for one in group), sum(one.part for one in group)
    return [
        judge(
            one,
            weights=weights,
            due=total * one.part / parts if one.part else None,
            newcomer=one.provider in new,
        )
        for one in group
    ]


def _best(one: Candidate) -> tuple[object, ...]:
    return -one.score, *_turn(one)


def _turn(one: Candidate) -> tuple[object, ...]:
    return one.facts.turn, one.facts.last_offered_at or _LONG_AGO, one.facts.provider


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))

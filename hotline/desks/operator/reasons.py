"""Why a provider stands where it stands in the list, in words an operator would say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.models import Service
from hotline.dispatch import queries as dispatch
from hotline.dispatch.ranking import Candidate, Mode, Ranking
from hotline.followups import timing
from hotline.pricelists import queries as pricelists
from hotline.rules import queries as rules

MUCH = 0.75
"""A share this high is worth a word."""
NEARBY = 0.6
"""In the same town, or nearer."""


MOST, MOST_LEFT_OUT = 30, 12
"""How many are listed: of those who can be asked, and of those who cannot."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of "whom to send"."""

    place: int
    provider: int
    name: str
    why: str
    accept: str = "—"
    in_hand: str = ""
    may: bool = True
    price: str = ""
    """What it asks, where that was agreed with it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom to send: who can be asked, some of those who cannot and why, and how many more there are of either."""

    listed: tuple[Choice, ...] = ()
    left_out: tuple[Choice, ...] = ()
    open: int = 0
    more: tuple[tuple[str, int], ...] = ()
    """Of those left out that are not listed: the reason, and how many."""
    mode: Mode = Mode.BEST
    first_most: int = 1

    def __bool__(self) -> bool:
        return bool(self.listed or self.left_out)

    @property
    def lines(self) -> tuple[Choice, ...]:
        """Return every line in the order of the list."""
        return self.listed + self.left_out

    @property
    def together(self) -> str:
        """Name those who are asked at once where the first to take it has it."""
        if self.mode != Mode.FIRST or not self.open:
            return ""
        return _("前 %(n)s 家") % {"n": min(self.open, self.first_most)}

    @property
    def preset(self) -> bool:
        """Say whether the first of the list is whom one would send: not where several are asked, or the citizen says who."""
        return self.mode in (Mode.BEST, Mode.ROTATION)

    @property
    def said(self) -> str:
        """Say how it is settled who is asked first."""
        told = {"n": self.open, "m": min(self.open, self.first_most)}
        match self.mode:
            case Mode.ROTATION:
                return _("%(n)s 家能接，轮到谁就先派谁") % told
            case Mode.FIRST:
                return _("%(n)s 家能接，不点选就同时问前 %(m)s 家，先接先得") % told
            case Mode.NAMED:
                return _("%(n)s 家能接，这个小项由市民点名") % told
        return _("%(n)s 家能接，按满意、接单、按时、手上空、轮着来排") % told


def asleep(service: Service | None) -> bool:
    """Say whether a service is rendered by day alone, and it is night: the hours in which no citizen is rung up."""
    by_day = service is not None and not service.around_the_clock
    return by_day and not timing.awake(timezone.localtime(clock.now()), rules.book())


def choices(ranking: Ranking, service: Service | None = None) -> Choices:
    """Return a choice as lines, in its order; the left out by the last filters first, which one may want to know most.

    For a service, each with the price that was agreed with it.
    """
    first = ranking.candidates[:MOST]
    asked = [one.facts.provider for one in first]
    prices = pricelists.agreed(asked, service.code) if service and asked else {}
    named = dispatch.some_left_out(ranking, most=MOST_LEFT_OUT)
    listed = Counter(why for _one, why in named)
    more = [(str(why.label), len(keys) - listed[why]) for why, keys in ranking.removed.items()]
    return Choices(
        listed=tuple(
            Choice(
                place=place,
                provider=one.facts.provider,
                name=one.facts.name,
                why=why(one),
                accept=_minutes(one),
                in_hand=f"{one.facts.open_jobs} / {one.facts.most_open}",
                price=prices[key].words if (key := one.facts.provider) in prices else "",
            )
            for place, one in enumerate(first, 1)
        ),
        left_out=tuple(
            Choice(place=0, provider=one.pk, name=one.short_name, why=str(why.label), may=False)
            for one, why in named
        ),
        open=len(ranking.candidates),
        more=tuple((why, n) for why, n in more if n),
        mode=ranking.mode,
        first_most=rules.book()["choice_first_most"],
    )


def of(ranking: Ranking, provider: int) -> str:
    """Say where one provider stands, or why it cannot be asked."""
    reason = ranking.reason(provider)
    if reason is not None:
        return _("不能派：%(why)s") % {"why": reason.label}
    places = [one.facts.provider for one in ranking.candidates]
    return _("第 %(n)s 位") % {"n": places.index(provider) + 1} if provider in places else ""


def why(one: Candidate) -> str:
    """Say why a candidate stands there."""
    said = []
    if one.newcomer:
        said.append(_("试用新企业"))
    if one.facts.rated and one.content >= MUCH:
        said.append(_("市民满意"))
    if one.facts.accept_median is not None and one.quick >= MUCH:
        said.append(_("接单快"))
    if one.near >= NEARBY:
        said.append(_("就在附近"))
    if one.facts.open_jobs == 0:
        said.append(_("手上空"))
    elif one.free >= MUCH:
        said.append(_("手上不多"))
    if one.facts.last_offered_at is None:
        said.append(_("近来没派过"))
    elif one.fair >= MUCH:
        said.append(_("该轮到了"))
    return _("、").join(said) or _("能接")


def _minutes(one: Candidate) -> str:
    took = one.facts.accept_median
    if took is None:
        return "—"
    minutes = max(1, round(took.total_seconds() / 60))
    return _("%(n)s 分钟") % {"n": minutes}

"""What went wrong for want of a provider, counted by service, place and part of the day. Pure.

Which signs there are is told by `queries`; here they are only put together and held beside how many providers serve there then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.worktime import hours


class Sign(TextChoices):
    """What says that somebody was lacking."""

    REFUSED = "refused", _("不接")
    LAPSED = "lapsed", _("逾时未接")
    RAN_OUT = "ran_out", _("无人可派")
    UNMET = "unmet", _("目录外")


class Part(TextChoices):
    """A quarter of the day, by the hour at which it begins."""

    NIGHT = "0", _("凌晨 0–6 点")
    MORNING = "6", _("上午 6–12 点")
    AFTERNOON = "12", _("下午 12–18 点")
    EVENING = "18", _("晚上 18–24 点")

    @classmethod
    def of(cls, at: datetime) -> Part:
        """Return the quarter in which a local time lies."""
        return cls(str(at.hour // 6 * 6))


@dataclass(frozen=True, slots=True)
class Spot:
    """A service, by code (empty: not in the catalogue), in a town, by key (0: nobody wrote down where), at a part of the day."""

    service: str
    town: int
    part: Part


@dataclass(frozen=True, slots=True)
class Told:
    """One sign, with the case that it comes from."""

    spot: Spot
    sign: Sign
    case: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What was told of one spot."""

    spot: Spot
    signs: Mapping[Sign, int]
    """How many cases show each sign: a case that three refused is one."""
    cases: int
    serving: int | None
    """How many providers can be sent there then; None where the service is not offered at all."""
    short: bool
    """Whether these are fewer than the line asks for."""


def count(told: Iterable[Told], *, serving: Callable[[Spot], int], least: int) -> list[Gap]:
    """Return the spots of which something was told: those that are short first, then by how many cases show it."""
    known: dict[Spot, dict[Sign, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in told:
        known[one.spot][one.sign].add(one.case)
    gaps = [_gap(spot, signs, serving, least) for spot, signs in known.items()]
    return sorted(
        gaps,
        key=lambda gap: (
            not gap.short, -gap.cases, gap.spot.service, gap.spot.town, int(gap.spot.part),
        ),
    )  # fmt: skip


def _gap(
    spot: Spot, signs: Mapping[Sign, set[int]], serving: Callable[[Spot], int], least: int
) -> Gap:
    there = serving(spot) if spot.service else None
    cases = set().union(*signs.values())
    return Gap(
        spot=spot,
        signs=Counter({sign: len(found) for sign, found in signs.items()}),
        cases=len(cases),
        serving=there,
        short=there is None or there < least,
    )


def serves(written: str, part: Part) -> bool:
    """Say whether hours cover a whole part of the day."""
    begins, ends = 60 * int(part), 60 * (int(part) + 6)
    start, until = hours.minutes(written)
    if start < until:
        return start <= begins and ends <= until
    return ends <= until or start <= begins  # over midnight

"""Why a provider stands where it stands in the list, in words an operator would say."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.models import Service
from hotline.dispatch.ranking import Candidate
from hotline.followups import timing
from hotline.pricelists import queries as pricelists
from hotline.rules import queries as rules

MUCH = 0.75
"""A share this high is worth a word."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of "whom to send"."""

    place: int
    provider: int
    name: str
    why: str
    accept: str
    open_jobs: int
    most_open: int
    may: bool
    price: str = ""
    """What it asks, where that was agreed with it."""


def asleep(service: Service | None) -> bool:
    """Say whether a service is rendered by day alone, and it is night: the hours in which no citizen is rung up."""
    by_day = service is not None and not service.around_the_clock
    return by_day and not timing.awake(timezone.localtime(clock.now()), rules.book())


def choices(candidates: list[Candidate], service: Service | None = None) -> list[Choice]:
    """Return the candidates as lines, in their order; for a service, each with the price that was agreed with it."""
    asked = [one.facts.provider for one in candidates]
    prices = pricelists.agreed(asked, service.code) if service and asked else {}
    return [
        Choice(
            place=place,
            provider=one.facts.provider,
            name=one.facts.name,
            why=why(one),
            accept=_minutes(one),
            open_jobs=one.facts.open_jobs,
            most_open=one.facts.most_open,
            may=not one.left_out,
            price=prices[key].words if (key := one.facts.provider) in prices else "",
        )
        for place, one in enumerate(candidates, 1)
    ]


def why(one: Candidate) -> str:
    """Say why a candidate is there, or why it cannot be asked."""
    if one.left_out:
        return _("、").join(str(reason.label) for reason in one.left_out)
    said = []
    if one.facts.accept_median is not None and one.quick >= MUCH:
        said.append(_("接单快"))
    if one.facts.open_jobs == 0:
        said.append(_("手上空"))
    elif one.free >= MUCH:
        said.append(_("手上不多"))
    if one.facts.last_offered_at is None:
        said.append(_("近来没派过"))
    elif one.turn >= MUCH:
        said.append(_("好几天没轮到"))
    return _("、").join(said) or _("能接")


def _minutes(one: Candidate) -> str:
    took = one.facts.accept_median
    if took is None:
        return "—"
    minutes = max(1, round(took.total_seconds() / 60))
    return _("%(n)s 分钟") % {"n": minutes}

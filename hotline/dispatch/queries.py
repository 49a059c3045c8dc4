"""Questions about dispatches: who can be asked for a case, how a service is given out, and why it was not somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from hotline import clock
from hotline.areas.models import Area
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.journal.models import Entry
from hotline.providers.models import Provider
from hotline.rules import queries as rules

from . import filters, record
from .life import Status
from .models import Dispatch, ServiceMode
from .ranking import MONTH_DAYS, Facts, LeftOut, Mode, Ranking, Weights, rank

MONTH = timedelta(days=MONTH_DAYS)
HALF_A_YEAR = timedelta(days=180)
LAST = 20
"""How many of the last offers somebody is told why they were not his."""
OPENED_AGAIN = ("do_again", "reopen")
"""Acts on a case after which whoever was asked before may be asked anew."""


def ranking(
    service: Service | None,
    area: Area | None,
    *,
    at: datetime | None = None,
    asked: Iterable[int] = (),
    mode: Mode | None = None,
) -> Ranking:
    """Return who can be asked for *service* in *area* now, best first, and who was left out by what; one statement."""
    if service is None:
        return Ranking()
    at = at or clock.now()
    local = timezone.localtime(at)
    given = {
        "code": service.code,
        "places": _within(area),
        "anywhere": area is None,
        "minute": local.strftime("%H:%M"),
        "today": local.date(),
        "now": at,
        "month": at - MONTH,
        "since": at - HALF_A_YEAR,
        "asked": list(asked),
        "month_days": MONTH_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(filters.STATEMENT, given)
        told = cursor.fetchall()
    removed = {LeftOut(why): keys for why, keys, *_facts in told if why is not None}
    return rank(
        (
            Facts(**dict(zip(filters.FACTS, facts, strict=True)))
            for why, _, *facts in told
            if not why
        ),
        weights=Weights.of(rules.book()),
        mode=mode or mode_of(service),
        removed={why: removed[why] for why in LeftOut if why in removed},
    )


def for_case(case: Case, *, mode: Mode | None = None) -> Ranking:
    """Return who can be asked for a case now; whoever was asked for it before is left out."""
    return ranking(case.service, case.area, asked=asked_before(case), mode=mode)


def some_left_out(ranking: Ranking, *, most: int) -> list[tuple[Provider, LeftOut]]:
    """Return some of those who were left out with the reason: whoever came nearest to being asked first."""
    last_first = [(key, why) for why in reversed(LeftOut) for key in ranking.removed.get(why, ())]
    reasons = dict(last_first[:most])
    if not reasons:
        return []
    rows = Provider.objects.only("pk", "short_name").in_bulk(list(reasons))
    return [(rows[key], why) for key, why in reasons.items()]


def mode_of(service: Service | None) -> Mode:
    """Return how it is settled who is asked for a service."""
    if service is None:
        return Mode.BEST
    kept = ServiceMode.objects.filter(code=service.code).values_list("mode", flat=True).first()
    return Mode(kept) if kept else Mode.BEST


def modes() -> dict[str, Mode]:
    """Return what is set, by the services' codes."""
    return {code: Mode(mode) for code, mode in ServiceMode.objects.values_list("code", "mode")}


def whom(dispatch: Dispatch) -> str:
    """Name whoever was asked: all of them, where several were at once."""
    if dispatch.mode != Mode.FIRST:
        return dispatch.provider.short_name
    return Case.objects.values_list("handler", flat=True).get(pk=dispatch.case_id)


def asked_before(case: Case) -> list[int]:
    """Return the providers that this case was offered to since it was last opened and that did not take it."""
    rows = Dispatch.objects.filter(case=case, status__in=(Status.REFUSED, Status.LAPSED))
    if case.times_reopened:
        again = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OPENED_AGAIN)
        rows = rows.filter(offered_at__gte=again.latest("at").at)
    return list(rows.values_list("provider_id", flat=True))


def _within(area: Area | None) -> list[int]:
    """Return the area and everything it lies in."""
    found: list[int] = []
    while area is not None:
        found.append(area.pk)
        area = area.parent
    return found


# -- why not I ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What is on record of one provider at one choice: its place, or what left it out; neither: it did not render the service."""

    mode: Mode
    kept: record.Kept
    place: record.Scored | None
    chosen: record.Scored | None
    left_out: LeftOut | None
    was_asked: bool = False


@dataclass(frozen=True, slots=True)
class Missed:
    """An offer of one's service that went to another: when, what, where about, why; nothing of who asked, or who got it."""

    at: datetime
    service: str
    town: str
    why: WhyNot


def why_not(dispatch: Dispatch, provider: int) -> WhyNot | None:
    """Answer from the record why a dispatch did not go to a provider; None where no choice was kept."""
    kept = record.read(dispatch.ranked)
    if kept is None:
        return None
    place = kept.find(provider)
    return WhyNot(
        mode=Mode(dispatch.mode),
        kept=kept,
        place=place,
        chosen=kept.find(dispatch.provider_id),
        left_out=None if place else kept.left_out(provider),
        was_asked=dispatch.provider_id == provider,
    )


def missed(provider: Provider, *, at: datetime | None = None) -> list[Missed]:
    """Return the last offers of a provider's services that went to others, the latest first."""
    codes = list(provider.offers.values_list("service__code", flat=True))
    rows = (
        Dispatch.objects.filter(code__in=codes, offered_at__gte=(at or clock.now()) - MONTH)
        .exclude(case__dispatches__provider=provider)
        .select_related("case__service", "case__area__parent")
        .order_by("-offered_at", "pk")[: 2 * LAST]
    )
    found: dict[tuple[int, datetime], Missed] = {}
    for row in rows:
        why = why_not(row, provider.pk)
        if why is not None:  # several were asked at once: told once
            told = Missed(row.offered_at, str(row.case.service or ""), _town(row.case), why)
            found.setdefault((row.case_id, row.offered_at), told)
    return list(found.values())[:LAST]


def _town(case: Any) -> str:
    """Say in which town it is, never nearer; of a secret case not even that."""
    area = None if case.secret else case.area
    if area is None:
        return ""
    return str(area.parent if area.kind == "community" and area.parent else area)

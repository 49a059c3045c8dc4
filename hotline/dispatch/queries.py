"""Questions about dispatches: who can be asked for a case, how a service is given out, and why it was not somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from hotline import clock
from hotline.areas.models import Area
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.followups.life import Liking, YesNo
from hotline.followups.life import Status as Asked
from hotline.followups.models import FollowUp
from hotline.journal.models import Entry
from hotline.pricelists import queries as pricelists
from hotline.pricelists.charges import Charge
from hotline.providers.models import Offer, Provider
from hotline.rules import queries as rules
from hotline.worktime import hours

from . import filters, record, warranty
from .life import OPEN, WORKED, Status
from .models import Dispatch, DispatchQuerySet, ServiceMode
from .ranking import MONTH_DAYS, Facts, LeftOut, Mode, Ranking, Weights, rank

MONTH = timedelta(days=MONTH_DAYS)
HALF_A_YEAR = timedelta(days=180)
WORTH_PCT = {Liking.VERY: 100, Liking.CONTENT: 80, Liking.SO_SO: 40, Liking.NOT: 0}
"""What a citizen's word is worth; of a matter that was not solved nothing."""
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
    given: dict[str, Any] = {
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


def charge(dispatch: Dispatch) -> Charge:
    """Return the price that holds for a job: as it stood when it was accepted, or stands now while it is offered."""
    at = dispatch.accepted_at
    return pricelists.promised(dispatch.provider, dispatch.case.service, at=at)


def liking(dispatch: Dispatch) -> int | None:
    """Return what the citizen's word about a job was worth; None where he said nothing."""
    if dispatch.done_at is None:
        return None
    said = FollowUp.objects.filter(
        case=dispatch.case_id, status=Asked.ASKED, asked_at__gte=dispatch.done_at
    )
    word = said.order_by("asked_at").first()
    if word is None or not word.outcome:
        return None
    return 0 if word.solved == YesNo.NO else WORTH_PCT[Liking(word.outcome)]


def asked_before(case: Case) -> list[int]:
    """Return the providers that this case was offered to since it was last opened and that did not take it."""
    rows = Dispatch.objects.filter(case=case, status__in=(Status.REFUSED, Status.LAPSED))
    if case.times_reopened:
        again = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OPENED_AGAIN)
        rows = rows.filter(offered_at__gte=again.latest("at").at)
    return list(rows.values_list("provider_id", flat=True))


def within_warranty(
    *, at: datetime, caller: int | None, area: int | None, address: str, case: int | None = None
) -> list[Dispatch]:
    """Return the work under warranty when the citizen rang: done for the same caller, at the same place or on this very case.

    What was mended since is its mender's to warrant, and what somebody is mending now is in good hands.
    """
    same = Q(case=case)
    if caller is not None:
        same |= Q(case__caller=caller)
    if area is not None and address.strip():
        same |= Q(case__area=area, case__address=address.strip())
    rows = Dispatch.objects.filter(
        same, status__in=WORKED, done_at__lte=at, warranty_until_on__gte=timezone.localdate(at)
    )
    rows = rows.exclude(mended_by__done_at__isnull=False).exclude(mended_by__status__in=OPEN)
    return list(rows.select_related("provider", "case__service").order_by("-done_at", "-pk")[:5])


def under_warranty(case: Case) -> list[Dispatch]:
    """Return the work that a case may be about and that was under warranty when its caller rang."""
    at = case.taken_at
    if case.times_reopened:
        again = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OPENED_AGAIN)
        at = again.latest("at").at
    return within_warranty(
        at=at, caller=case.caller_id, area=case.area_id, address=case.address, case=case.pk
    )


def still_to_mend(case: Case) -> Dispatch | None:
    """Return the work that whoever was asked last did not mend: whoever is asked next mends it in his stead."""
    last = case.dispatches.select_related("under_warranty__provider").order_by("-pk").first()
    given_up = last is not None and last.status in (Status.REFUSED, Status.LAPSED)
    return last.under_warranty if last is not None and given_up else None


def owed(provider: Provider, person: Any) -> DispatchQuerySet:
    """Return what others have mended in a provider's stead: the amount of each is owed by it."""
    rows = Dispatch.objects.seen_by(person).filter(owed_by=provider, done_at__isnull=False)
    return rows.select_related("provider", "case", "under_warranty__case").order_by("-done_at")


def works_from(provider: Provider, service: Service | None, *, at: datetime) -> datetime:
    """Return from when a provider can be asked about a service: at once within its hours, else when they begin."""
    rows = Offer.objects.filter(provider=provider, service__code=service.code if service else "")
    written = rows.order_by("-service__valid_from").values_list("hours", flat=True).first()
    return warranty.works_from(written or hours.ROUND_THE_CLOCK, timezone.localtime(at))


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
    warranty: bool = False
    """Work was mended by whoever did it: nobody was chosen."""


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
        warranty=dispatch.free,
    )


def missed(provider: Provider, *, at: datetime | None = None) -> list[Missed]:
    """Return the last offers of a provider's services that went to others, the latest first."""
    codes = list(provider.offers.values_list("service__code", flat=True))
    rows = (
        Dispatch.objects.filter(code__in=codes, offered_at__gte=(at or clock.now()) - MONTH)
        .exclude(case__dispatches__provider=provider)
        .select_related("case__service", "case__area__parent", "under_warranty")
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

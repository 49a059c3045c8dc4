"""Questions about the league: the figures of a window, the jobs behind each, and the yearly appraisals.

Each figure is counted and opened by the same condition, so that a number and its list cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from hotline import clock
from hotline.discipline.life import Status as Verdict
from hotline.discipline.models import Complaint, ComplaintQuerySet
from hotline.dispatch.life import Status
from hotline.dispatch.models import Dispatch, DispatchQuerySet
from hotline.followups.life import Status as Asked
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.providers.life import WITHIN
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.today import today

from .models import Appraisal, AppraisalQuerySet
from .table import Figures, Row, Share, Terms, table


@dataclass(frozen=True, slots=True)
class Window:
    """From a day to a day, both included."""

    from_on: date
    until_on: date

    @property
    def between(self) -> tuple[datetime, datetime]:
        """Return its first moment and the first after it, in the line's own zone."""
        after = self.until_on + timedelta(days=1)
        return _begins(self.from_on), _begins(after)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


_ASKED = Q(asked=True)
_CONTENT = Q(status=Status.CONFIRMED) & _ASKED
MEASURES: dict[str, tuple[Q, Q]] = {
    "jobs": (Q(done_at__isnull=False), Q()),
    "accepted": (
        ~Q(status=Status.OFFERED) & ~Q(status=Status.CANCELLED, accepted_at__isnull=True),
        Q(accepted_at__lte=F("accept_by_at")),
    ),
    "arrived": (
        Q(arrive_by_at__isnull=False)
        & (Q(came_at__isnull=False) | Q(arrive_by_at__lt=F("waited_until"))),
        Q(came_at__lte=F("arrive_by_at")),
    ),
    "satisfied": (Q(status=Status.AGAIN) | _CONTENT, _CONTENT),
}
"""Figure → which offers of the window it is about, and which of these count for it."""


def last_days(until_on: date | None = None) -> Window:
    """Return the window of the rule, up to a day; without one, to yesterday: today is not over."""
    end = until_on or today() - timedelta(days=1)
    return Window(end - timedelta(days=rules.book()["league_days"] - 1), end)


def year(number: int) -> Window:
    """Return a whole year."""
    return Window(date(number, 1, 1), date(number, 12, 31))


def terms() -> Terms:
    """Return the line's own rules of the table."""
    book = rules.book()
    return Terms(
        least_jobs=book["league_least_jobs"],
        accept_weight=book["league_accept_weight_pct"],
        arrive_weight=book["league_arrive_weight_pct"],
        satisfied_weight=book["league_satisfied_weight_pct"],
        complaint_off=book["league_complaint_off_pct"],
        stars=(book["star_2_pct"], book["star_3_pct"], book["star_4_pct"], book["star_5_pct"]),
    )


def figures(window: Window, *, providers: Any = None) -> list[Figures]:
    """Return what each provider did that is within, or each of *providers*; three queries."""
    chosen = Provider.objects.filter(status__in=WITHIN) if providers is None else providers
    counts = {
        f"{name}_{part}": Count("pk", filter=condition)
        for name, (of, hit) in MEASURES.items()
        for part, condition in (("of", of), ("hits", of & hit))
    }
    rows = _offers(window).values("provider").annotate(**counts).order_by()
    known = {row["provider"]: row for row in rows}
    faults = dict(_founded(window).values_list("provider").annotate(n=Count("pk")).order_by())
    return [
        _figures(one, known.get(one.pk, {}), faults.get(one.pk, 0)) for one in chosen.order_by("pk")
    ]


def _figures(provider: Provider, row: dict[str, int], faults: int) -> Figures:
    def share(name: str) -> Share:
        return Share(row.get(f"{name}_hits", 0), row.get(f"{name}_of", 0))

    return Figures(
        provider=provider.pk,
        name=provider.short_name,
        jobs=row.get("jobs_of", 0),
        accepted=share("accepted"),
        arrived=share("arrived"),
        satisfied=share("satisfied"),
        complaints=faults,
    )


def league(window: Window) -> list[Row]:
    """Return the table of a window."""
    return table(figures(window), terms())


def jobs(
    person: Any, provider: Provider, measure: str, window: Window, *, hit: bool | None = None
) -> DispatchQuerySet:
    """Return the jobs behind a figure: all it is about, or those that count for it, or those that do not."""
    of, hits = MEASURES[measure]
    rows: DispatchQuerySet = _offers(window).seen_by(person).filter(of, provider=provider)
    if hit is not None:
        rows = rows.filter(hits) if hit else rows.exclude(pk__in=rows.filter(hits).values("pk"))
    return rows.select_related("case__service", "case__area").order_by("-offered_at", "-pk")


def complaints(person: Any, provider: Provider, window: Window) -> ComplaintQuerySet:
    """Return the complaints behind the figure, the latest first."""
    rows = _founded(window).seen_by(person).filter(provider=provider)
    return rows.select_related("dispatch__case").order_by("-decided_at", "-pk")


def _founded(window: Window) -> ComplaintQuerySet:
    """Return the complaints that were found to be true within a window; one whose card was overturned never was."""
    begins, ends = window.between
    return Complaint.objects.filter(
        status=Verdict.FOUNDED, decided_at__gte=begins, decided_at__lt=ends
    )


def _offers(window: Window) -> Any:
    """Return the offers of a window, each with when somebody came, until when he was waited for, and whether anybody was asked."""
    begins, ends = window.between
    asked = FollowUp.objects.filter(
        case=OuterRef("case"), status=Asked.ASKED, asked_at__gte=OuterRef("done_at")
    )
    return Dispatch.objects.filter(offered_at__gte=begins, offered_at__lt=ends).annotate(
        came_at=Coalesce("arrived_at", "done_at"),
        waited_until=Coalesce("ended_at", Value(clock.now())),
        asked=Exists(asked),
    )


# -- appraisals -----------------------------------------------------------------------------------


def appraisals(person: Any, number: int | None = None) -> AppraisalQuerySet:
    """Return the appraisals of a year, or all, by provider."""
    rows = Appraisal.objects.seen_by(person).select_related("provider", "agreed_by")
    if number is not None:
        rows = rows.filter(year=number)
    return rows.order_by("-year", "provider__short_name", "pk")


def words(found: list[Appraisal]) -> dict[int, str]:
    """Return what was last said of each in words, by key; two queries. Erased words are empty."""
    rows = Entry.objects.filter(
        kind=Appraisal.KIND, subject__in=[one.pk for one in found], act="add_words"
    )
    return {told.entry.subject: told.said.get("words") or "" for told in journal.tell(rows)}

"""A provider's own figures of a month, beside the month before and what the line's providers do on the average. It only counts.

A job belongs to the month in which it was offered. Each figure is a share: what it counts, among what; or a plain number.
The jobs behind a figure are found by the same two conditions that it is counted by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.dispatch.life import WORKED, Status
from hotline.dispatch.models import Dispatch, DispatchQuerySet
from hotline.followups.life import Status as Asked
from hotline.followups.models import FollowUp
from hotline.providers.models import Provider

LEAST_OTHERS = 3
"""With fewer others an average would tell a provider what one of them does."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted, and among what; without `among` it is a plain number."""

    name: str
    label: str | Promise
    counts: Q
    among: Q | None = None
    missed: str | Promise = ""
    """What is said of a job that is counted among, and not counted."""


def figures(now: datetime) -> tuple[Figure, ...]:
    """Return every figure; a promise that has not run out yet counts on neither side."""
    waits = Q(status__in=(Status.OFFERED, Status.CANCELLED))
    on_time = Q(arrived_at__lte=F("arrive_by_at"))
    known = Q(arrived_at__isnull=False) | Q(done_at__isnull=False) | Q(arrive_by_at__lt=now)
    promised = Q(arrive_by_at__isnull=False) & known & ~Q(status=Status.CANCELLED)
    asked = Q(asked=True, status__in=(Status.CONFIRMED, Status.AGAIN))
    return (
        Figure("jobs", _("派给我的"), Q()),
        Figure("done", _("做完的"), Q(status__in=WORKED)),
        Figure("accepted", _("按时接单"), ~waits & Q(accepted_at__isnull=False), ~waits, _("没接")),
        Figure("arrived", _("按时到达"), promised & on_time, promised, _("没按时到")),
        Figure("content", _("市民满意"), asked & Q(status=Status.CONFIRMED), asked, _("不满意")),
        Figure("refused", _("不接的"), Q(status=Status.REFUSED)),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was counted, among how much."""

    n: int = 0
    among: int | None = None

    @property
    def value(self) -> float | None:
        """Return the number, or the share; None where there is nothing to count among."""
        if self.among is None:
            return float(self.n)
        return self.n / self.among if self.among else None


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of a provider with what it is compared with."""

    figure: Figure
    own: Counted
    before: Counted
    average: float | None
    """What the line's providers do; None where there are too few to say it of nobody."""


def own_figures(provider: Provider, month: date) -> list[Compared]:
    """Return a provider's figures of a month, compared; one query."""
    shown, before = month.replace(day=1), previous(month)
    kinds = figures(clock.now())
    counts: dict[str, Any] = {}
    for one in kinds:
        counts[f"{one.name}_n"] = Count("pk", filter=one.counts) if one.counts else Count("pk")
        if one.among is not None:
            counts[f"{one.name}_among"] = Count("pk", filter=one.among)
    rows = (
        _offered(Dispatch.objects.all(), before, following(shown))
        .annotate(now=Q(offered_at__gte=_midnight(shown)))
        .values("provider_id", "now")
        .annotate(**counts)
        .order_by()
    )
    told = {(row["provider_id"], row["now"]): row for row in rows}
    return [
        Compared(
            one,
            _counted(told.get((provider.pk, True)), one),
            _counted(told.get((provider.pk, False)), one),
            _average(
                [_counted(row, one) for (__, now), row in told.items() if now],
                own=(provider.pk, True) in told,
            ),
        )
        for one in kinds
    ]


def jobs_of(figure: Figure, rows: DispatchQuerySet, month: date) -> DispatchQuerySet:
    """Return the jobs that a figure of a month is counted among, those that it does not count first."""
    shown = month.replace(day=1)
    among = figure.counts if figure.among is None else figure.among
    rows = _offered(rows, shown, following(shown)).filter(among)
    counted = Dispatch.objects.filter(pk=OuterRef("pk"))
    counted = _asked(counted).filter(figure.counts)
    return rows.annotate(counted=Exists(counted)).order_by("counted", "-offered_at")


def previous(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def following(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _offered(rows: DispatchQuerySet, since: date, until: date) -> DispatchQuerySet:
    return _asked(rows.filter(offered_at__gte=_midnight(since), offered_at__lt=_midnight(until)))


def _asked(rows: DispatchQuerySet) -> DispatchQuerySet:
    """Mark the work of which the citizen was asked after it was done."""
    asked = FollowUp.objects.filter(
        case=OuterRef("case"), status=Asked.ASKED, asked_at__gte=OuterRef("done_at")
    )
    return rows.annotate(asked=Exists(asked))


def _counted(row: dict[str, Any] | None, figure: Figure) -> Counted:
    if row is None:
        return Counted(0, None if figure.among is None else 0)
    among = None if figure.among is None else row[f"{figure.name}_among"]
    return Counted(row[f"{figure.name}_n"], among)


def _average(everybody: list[Counted], *, own: bool) -> float | None:
    """Return the mean of the providers that had any."""
    values = [one.value for one in everybody if one.value is not None]
    if len(everybody) - own < LEAST_OTHERS or not values:
        return None
    return sum(values) / len(values)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

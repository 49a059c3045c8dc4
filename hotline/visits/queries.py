"""Questions about visits: who is to be visited, what is planned, which tasks wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from hotline.providers.life import WITHIN
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.today import today

from .life import Status
from .models import Task, TaskQuerySet, Visit, VisitQuerySet


@dataclass(frozen=True, slots=True)
class Owed:
    """A provider that has not been visited for so long: when it was last, and since when it is owed a visit."""

    provider: Provider
    visited_on: date | None
    due_on: date
    planned: Visit | None = None


def day_is_over(day: date) -> datetime:
    """Return the moment at which a day of the line's own zone has passed."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def owed(person: Any, *, within_days: int = 0) -> list[Owed]:
    """Return the providers to be visited by now, or within some days, who has waited longest first; two queries.

    Counted from the last visit, else from the day it was let in.
    """
    every = timedelta(days=rules.book()["visit_days"])
    until = today() + timedelta(days=within_days) - every
    last = Max("visits__visited_on", filter=Q(visits__status=Status.DONE))
    rows: Any = (
        Provider.objects.seen_by(person)
        .filter(status__in=WITHIN)
        .annotate(last_on=last)
        .annotate(from_on=Greatest("since_on", Coalesce("last_on", "since_on")))
        .filter(from_on__lte=until)
        .order_by("from_on", "name")
    )
    planned = {one.provider_id: one for one in due(person)}
    return [Owed(one, one.last_on, one.from_on + every, planned.get(one.pk)) for one in rows]


def due(person: Any) -> VisitQuerySet:
    """Return the visits that are planned, the next first."""
    rows = Visit.objects.seen_by(person).filter(status=Status.PLANNED)
    return rows.select_related("provider", "visitor").order_by("plan_on", "pk")


def of_provider(provider: Provider, person: Any) -> VisitQuerySet:
    """Return a provider's visits, the latest first, with the tasks that followed."""
    rows = Visit.objects.seen_by(person).filter(provider=provider).select_related("visitor")
    return rows.prefetch_related("tasks__owner").order_by("-plan_on", "-pk")


def waiting(person: Any) -> TaskQuerySet:
    """Return the tasks that wait, the one with the least time first."""
    rows = Task.objects.seen_by(person).open()
    return rows.select_related("visit__provider", "owner").order_by("due_on", "pk")

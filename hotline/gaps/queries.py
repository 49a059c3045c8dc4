"""Where providers are lacking: what is told by refusals, lapses, "nobody comes" and what is not offered; as many queries for any town."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from hotline import clock
from hotline.areas.models import Area, Kind
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.dispatch.life import Status
from hotline.dispatch.models import Dispatch
from hotline.journal.models import Entry
from hotline.providers.life import MAY_BE_SENT
from hotline.providers.models import Offer
from hotline.rules import queries as rules

from .counting import Gap, Part, Sign, Spot, Told, count, serves

NOWHERE = 0


@dataclass(frozen=True)
class Lacking:
    """What was told within the days of the rule, as *person* may know it; each part is asked for once."""

    person: Any

    @cached_property
    def gaps(self) -> list[Gap]:
        """Return the spots, those that are short first."""
        return count(self.told, serving=self.serving, least=rules.book()["lack_least_providers"])

    @cached_property
    def told(self) -> list[Told]:
        """Return every sign of these days."""
        since = clock.now() - timedelta(days=rules.book()["lack_days"])
        return [*self._offers(since), *self._ran_out(since), *self._unmet(since)]

    def cases(self, spot: Spot, sign: Sign | None = None) -> list[Case]:
        """Return the cases behind a figure, the latest first."""
        keys = {
            one.case for one in self.told if one.spot == spot and (sign is None or one.sign == sign)
        }
        rows = Case.objects.seen_by(self.person).filter(pk__in=keys)
        return list(rows.select_related("service", "area").order_by("-taken_at", "-pk"))

    def serving(self, spot: Spot) -> int:
        """Return how many providers can be sent for a service to a whole town during a whole part of the day."""
        around = self._around(spot.town)
        return sum(
            spot.service == code and serves(hours, spot.part) and bool(around & places)
            for code, hours, places in self._serving
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what each service is called, by code: its latest name."""
        codes = {one.spot.service for one in self.told}
        rows = Service.objects.filter(code__in=codes).order_by("valid_from")
        return dict(rows.values_list("code", "name"))

    @cached_property
    def places(self) -> dict[int, Area]:
        """Return every area by key."""
        return {one.pk: one for one in Area.objects.all()}

    def spot(self, service: str | None, area: int | None, at: datetime) -> Spot:
        """Return where and when something was told."""
        return Spot(service or "", self._town(area), Part.of(timezone.localtime(at)))

    def _offers(self, since: datetime) -> Iterator[Told]:
        signs = {Status.REFUSED: Sign.REFUSED, Status.LAPSED: Sign.LAPSED}
        rows = Dispatch.objects.seen_by(self.person).filter(
            offered_at__gte=since, status__in=signs, case__service__isnull=False
        )
        for case, code, area, at, status in rows.values_list(
            "case", "case__service__code", "case__area", "offered_at", "status"
        ):
            yield Told(self.spot(code, area, at), signs[Status(status)], case)

    def _ran_out(self, since: datetime) -> Iterator[Told]:
        entries = Entry.objects.filter(kind=Case.KIND, act="run_out", at__gte=since)
        found = list(entries.values_list("subject", "at"))
        rows = Case.objects.seen_by(self.person).filter(
            pk__in={case for case, _at in found}, service__isnull=False
        )
        known = {
            pk: (code, area) for pk, code, area in rows.values_list("pk", "service__code", "area")
        }
        for case, at in found:
            if case in known:
                yield Told(self.spot(*known[case], at), Sign.RAN_OUT, case)

    def _unmet(self, since: datetime) -> Iterator[Told]:
        rows = Case.objects.seen_by(self.person).filter(outside_catalogue=True, taken_at__gte=since)
        for case, area, at in rows.values_list("pk", "area", "taken_at"):
            yield Told(self.spot("", area, at), Sign.UNMET, case)

    def _town(self, area: int | None) -> int:
        """Return the town that an area is or lies in; the city itself where nobody wrote down more."""
        place = self.places.get(area or NOWHERE)
        if place is None:
            return NOWHERE
        lies_in = place.parent_id if place.kind == Kind.COMMUNITY else None
        return lies_in or place.pk

    def _around(self, town: int) -> set[int]:
        """Return a town and everything that it lies in; of nowhere in particular, everywhere."""
        if town == NOWHERE:
            return set(self.places)
        found: set[int] = set()
        key: int | None = town
        while key is not None:
            found.add(key)
            key = self.places[key].parent_id
        return found

    @cached_property
    def _serving(self) -> list[tuple[str, str, set[int]]]:
        rows = Offer.objects.filter(provider__status__in=MAY_BE_SENT).order_by(
            "provider_id", "service__code", "-service__valid_from"
        )
        latest = rows.distinct("provider_id", "service__code").select_related("service")
        return [
            (one.service.code, one.hours, {place.pk for place in one.areas.all()})
            for one in latest.prefetch_related("areas")
        ]

"""What the ends of services and areas touch: asked before somebody ends one."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.areas.models import Area
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.people.models import Person
from hotline.providers.life import MAY_BE_SENT
from hotline.providers.models import Provider

FEW = 8
"""How many are named; of the rest only the number is said."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Who and what still stands on a thing that is to end."""

    providers: list[Provider]
    providers_all: int
    cases: list[Case]
    cases_all: int
    parts: list[Area]
    parts_all: int

    def __bool__(self) -> bool:
        return bool(self.providers_all or self.cases_all or self.parts_all)


def touched_by_service(service: Service, *, person: Person) -> Touched:
    """Return the providers who render a service, under whatever terms, and the cases alive for it."""
    providers = Provider.objects.seen_by(person).filter(offers__service__code=service.code)
    cases = Case.objects.seen_by(person).alive().filter(service__code=service.code)
    return _touched(providers, cases, Area.objects.none())


def touched_by_area(area: Area, *, person: Person) -> Touched:
    """Return what lies in an area, the providers who serve it, and the cases alive in it."""
    inside = Area.objects.seen_by(person).filter(parent=area) | Area.objects.filter(
        parent__parent=area
    )
    here = [area.pk, *inside.values_list("pk", flat=True)]
    providers = Provider.objects.seen_by(person).filter(offers__areas__in=here)
    cases = Case.objects.seen_by(person).alive().filter(area__in=here)
    return _touched(providers, cases, inside.filter(valid_until=None))


def _touched(providers: object, cases: object, parts: object) -> Touched:
    firms = providers.filter(status__in=MAY_BE_SENT).distinct().order_by("short_name")  # type: ignore[attr-defined]
    alive = cases.order_by("due_at", "pk")  # type: ignore[attr-defined]
    return Touched(
        list(firms[:FEW]), firms.count(), list(alive[:FEW]), alive.count(),
        list(parts[:FEW]), parts.count(),  # type: ignore[index,attr-defined]
    )  # fmt: skip

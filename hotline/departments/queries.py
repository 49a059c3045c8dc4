"""Questions about units: who lies below whom, who speaks for whom, and to which unit a case belongs, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.catalogue.models import Service

from . import tree
from .choosing import Asked, Cell, most_exact
from .life import RULED
from .models import Contest, Duty, Unit


class Matter(Protocol):
    """What a case is about: all that this package needs to know of one."""

    @property
    def service(self) -> Service | None: ...
    @property
    def area(self) -> Area | None: ...


@dataclass(frozen=True, slots=True)
class About:
    """A service and an area that are no case's: for trying what would be proposed."""

    service: Service | None
    area: Area | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The unit to which a case belongs, those that help, why, and what was ruled about it; no unit: the leader decides."""

    unit: Unit | None
    co_units: Sequence[Unit]
    reason: str | Promise
    duty: Duty | None = None
    rulings: Sequence[Contest] = ()


def units_of(person: Any) -> set[int]:
    """Return the keys of the units that somebody speaks for, and of all below them."""
    return tree.of_person(person.pk)


def below(unit: Unit) -> set[int]:
    """Return the keys of a unit and of all below it."""
    return tree.below(unit.pk)


def proposed(case: Matter, at: datetime | None = None) -> Proposal:
    """Return the unit to which a case belongs at a moment, by the most exact duty that holds on that day."""
    day = timezone.localdate(at or clock.now())
    duty = _meant(case, day)
    if duty is None:
        return Proposal(None, (), _lazily(_nobody, case))
    co_units = [one for one in duty.co_units.all() if one.pk != duty.lead_id]
    return Proposal(duty.lead, co_units, _lazily(_because, duty), duty, rulings(duty))


def rulings(duty: Duty) -> list[Contest]:
    """Return what was ruled about what a duty is for, as far as it binds the unit that leads it now; the latest first."""
    cell = Duty.objects.same_cell(duty).values("pk")
    found = Contest.objects.filter(duty__in=cell, bound=duty.lead_id, status__in=RULED)
    return list(found.select_related("unit", "bound", "ruled_by").order_by("-ruled_at", "-pk"))


def where(area: Area | None) -> list[Area]:
    """Return an area and all that it lies in, the nearest first."""
    found = []
    while area is not None:
        found.append(area)
        area = area.parent
    return found


def _meant(case: Matter, day: date) -> Duty | None:
    areas = [one.pk for one in where(case.area)]
    asked = Asked(
        case.service.code if case.service else "",
        case.service.group_id if case.service else None,
        areas,
    )
    rows = Duty.objects.holding_on(day).filter(Q(area=None) | Q(area__in=areas))
    rows = rows.filter(Q(code="") | Q(code=asked.code))
    cells = [Cell(*row) for row in rows.values_list("pk", "code", "group", "area")]
    pk = most_exact(cells, asked)
    if pk is None:
        return None
    there = Duty.objects.select_related("lead", "service", "group", "area")
    return there.prefetch_related("co_units").get(pk=pk)


def _because(duty: Duty) -> str:
    """Say by which duty, and how exactly it is meant."""
    said = {"what": duty.what, "where": duty.where, "unit": duty.lead, "day": duty.from_on}
    somewhere = duty.area is not None
    if duty.service is not None:
        words = (
            _("派单目录：“%(what)s”在%(where)s由%(unit)s主办（%(day)s 起）")
            if somewhere
            else _("派单目录：“%(what)s”不分区域由%(unit)s主办（%(day)s 起）")
        )
    elif duty.group is not None:
        words = (
            _("派单目录：“%(what)s”整个大项在%(where)s由%(unit)s主办（%(day)s 起）")
            if somewhere
            else _("派单目录：“%(what)s”整个大项不分区域由%(unit)s主办（%(day)s 起）")
        )
    else:
        words = (
            _("派单目录：没有更细的规定，%(where)s的所有小项由%(unit)s主办（%(day)s 起）")
            if somewhere
            else _("派单目录：没有更细的规定，所有小项不分区域由%(unit)s主办（%(day)s 起）")
        )
    return words % said


def _nobody(case: Matter) -> str:
    """Say why no unit is proposed."""
    what, area = case.service, case.area
    if area is None:
        return _("工单没有写在哪个区域，派单目录里没有不分区域的规定，请值班长定。")
    if what is None:
        return _("工单没有写小项，派单目录里没有%(where)s的总规定，请值班长定。") % {"where": area}
    said = {"what": what, "where": area}
    return _("派单目录里没有“%(what)s”在%(where)s归谁管，请值班长定。") % said


_lazily = lazy(lambda say, *given: say(*given), str)
"""Say it in the language of whoever reads it."""

"""Questions about units: who lies below whom, who speaks for whom, and to which unit a case belongs, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.catalogue.models import Service

from . import tree
from .choosing import Asked, Cell, most_exact
from .life import RULED
from .models import Contest, ContestQuerySet, Remit, RemitQuerySet, Unit

_lazily: Callable[..., Promise] = lazy(lambda say, about: say(about), str)
"""Let it be said in the language of whoever reads it."""


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
    remit: Remit | None = None
    rulings: Sequence[Contest] = ()


def units_of(person: Any) -> set[int]:
    """Return the keys of the units that somebody speaks for, and of all below them."""
    return tree.of_person(person.pk)


def below(unit: Unit) -> set[int]:
    """Return the keys of a unit and of all below it."""
    return tree.below(unit.pk)


def laid_out(units: Iterable[Unit]) -> list[tuple[Unit, int]]:
    """Return units as a tree is read: each after what it lies in, with how deep it lies; like stands beside like."""
    ordered = sorted(units, key=lambda one: (one.group, one.name))
    there = {one.pk for one in ordered}
    parts: dict[int | None, list[Unit]] = defaultdict(list)
    for one in ordered:
        parts[one.parent_id if one.parent_id in there else None].append(one)
    found: list[tuple[Unit, int]] = []
    waiting = [(one, 0) for one in reversed(parts[None])]
    while waiting:
        unit, depth = waiting.pop()
        found.append((unit, depth))
        waiting.extend((part, depth + 1) for part in reversed(parts[unit.pk]))
    return found


def history(remit: Remit) -> RemitQuerySet:
    """Return all that was ever said of what a remit is for, the first first."""
    rows = Remit.objects.same_cell(remit).select_related("lead", "service", "group", "area")
    return rows.prefetch_related("co_units").order_by("from_on", "pk")


def remits_of(person: Any) -> RemitQuerySet:
    """Return what the units of somebody answer for now or from a day to come, what begins first first."""
    rows = Remit.objects.seen_by(person).exclude(until_on=F("from_on"))
    rows = rows.filter(Q(until_on=None) | Q(until_on__gt=timezone.localdate(clock.now())))
    rows = rows.select_related("lead", "service", "group", "area").prefetch_related("co_units")
    return rows.order_by("from_on", "pk")


def contests_of(person: Any) -> ContestQuerySet:
    """Return what somebody's units contested, and what was ruled to be theirs, the latest first."""
    about = ("remit__service", "remit__group", "remit__area", "unit", "bound", "opened_by")
    return Contest.objects.seen_by(person).select_related(*about).order_by("-pk")


def contestable(remits: Sequence[Remit], person: Any) -> dict[int, Contest | None]:
    """Return by key, of the remits that somebody's units lead, what stands in the way of contesting each; None: nothing."""
    mine = units_of(person)
    led = [one for one in remits if one.lead_id in mine]
    waiting = {one.remit_id: one for one in Contest.objects.filter(remit__in=led).open()}
    ruled = rulings_of(led)
    return {one.pk: waiting.get(one.pk) or next(iter(ruled[one.pk]), None) for one in led}


def proposed(case: Matter, at: datetime | None = None) -> Proposal:
    """Return the unit to which a case belongs at a moment, by the most exact remit that holds on that day."""
    day = timezone.localdate(at or clock.now())
    remit = _meant(case, day)
    if remit is None:
        return Proposal(None, (), _lazily(why_nobody, case))
    co_units = [one for one in remit.co_units.all() if one.pk != remit.lead_id]
    return Proposal(remit.lead, co_units, _lazily(_because, remit), remit, rulings(remit))


def rulings(remit: Remit) -> list[Contest]:
    """Return what was ruled about what a remit is for, as far as it binds the unit that leads it now; the latest first.

    What was ruled before another unit had it binds no more: the line gave it anew.
    """
    return rulings_of([remit])[remit.pk]


def rulings_of(remits: Sequence[Remit]) -> dict[int, list[Contest]]:
    """Return by key what `rulings` says of each remit, asked of the database at once."""
    stretches = _stretches(remits)
    there = {key for keys in stretches.values() for key in keys}
    found = Contest.objects.filter(remit__in=there, status__in=RULED)
    ruled = list(found.select_related("unit", "bound", "ruled_by").order_by("-ruled_at", "-pk"))
    return {
        one.pk: [
            ruling
            for ruling in ruled
            if ruling.remit_id in stretches[one.pk] and ruling.bound_id == one.lead_id
        ]
        for one in remits
    }


def _stretches(remits: Iterable[Remit]) -> dict[int, set[int]]:
    """Return of each remit the rows of its unit's unbroken time, and the one before, as a ruling on that may have given it."""
    wanted = {one.pk: one for one in remits}
    cells: dict[tuple[Any, ...], list[Remit]] = defaultdict(list)
    for row in Remit.objects.same_cells(wanted.values()).order_by("-from_on", "-pk"):
        cells[row.cell].append(row)
    return {one.pk: _stretch(one, cells[one.cell]) for one in wanted.values()}


def _stretch(remit: Remit, rows: Iterable[Remit]) -> set[int]:
    """Walk back from a remit through all that was ever said of its cell, the latest first."""
    found, begins = {remit.pk}, remit.from_on
    for row in rows:
        if (row.from_on, row.pk) >= (remit.from_on, remit.pk):
            continue
        if not row.never_held and row.until_on != begins:
            break
        found.add(row.pk)
        if not row.never_held and row.lead_id != remit.lead_id:
            break
        begins = row.from_on
    return found


def above(unit: Unit) -> list[Unit]:
    """Return all that a unit lies in, the nearest first."""
    found = []
    while unit.parent is not None:
        unit = unit.parent
        found.append(unit)
    return found


def where(area: Area | None) -> list[Area]:
    """Return an area and all that it lies in, the nearest first."""
    found = []
    while area is not None:
        found.append(area)
        area = area.parent
    return found


def _meant(case: Matter, day: date) -> Remit | None:
    areas = [one.pk for one in where(case.area)]
    asked = Asked(
        case.service.code if case.service else "",
        case.service.group_id if case.service else None,
        areas,
    )
    rows = Remit.objects.holding_on(day).filter(Q(area=None) | Q(area__in=areas))
    rows = rows.filter(Q(code="") | Q(code=asked.code))
    cells = [Cell(*row) for row in rows.values_list("pk", "code", "group", "area")]
    pk = most_exact(cells, asked)
    if pk is None:
        return None
    there = Remit.objects.select_related("lead", "service", "group", "area")
    return there.prefetch_related("co_units").get(pk=pk)


def _because(remit: Remit) -> str:
    """Say by which remit, and how exactly it is meant."""
    said = {"what": remit.what, "where": remit.where, "unit": remit.lead, "day": remit.from_on}
    somewhere = remit.area is not None
    if remit.service is not None:
        words = (
            _("派单目录：“%(what)s”在%(where)s由%(unit)s主办（%(day)s 起）")
            if somewhere
            else _("派单目录：“%(what)s”不分区域由%(unit)s主办（%(day)s 起）")
        )
    elif remit.group is not None:
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


def why_nobody(case: Matter) -> str:
    """Say why no unit is proposed."""
    what, area = case.service, case.area
    if area is None:
        return _("工单没有写在哪个区域，派单目录里没有不分区域的规定，请值班长定。")
    if what is None:
        return _("工单没有写小项，派单目录里没有%(where)s的总规定，请值班长定。") % {"where": area}
    said = {"what": what, "where": area}
    return _("派单目录里没有“%(what)s”在%(where)s归谁管，请值班长定。") % said

"""What is done to units, their remits and the contests about them: one function for each step, and the acts that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.catalogue.models import Group, Service
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import STAFF, Role
from hotline.today import today

from . import queries
from .life import CONTEST, CONTESTS, LIFE, Part, Status
from .models import Contest, Liaison, Remit, Unit
from .remit_importing import Order as RemitOrder
from .unit_importing import Order as UnitOrder
from .unit_importing import in_order

DESCRIBED = {"name", "short", "group", "telephone", "email", "address"}
"""What is known of a unit and may be written anew at any time."""


def found_unit(
    name: str, *, by: Person, short: str = "", parent: Unit | None = None, group: str = "",
    telephone: str = "", email: str = "", address: str = "",
) -> Unit:  # fmt: skip
    """Put a unit on the list, at the top or below another; without a group of its own it is ranked as what it lies in."""
    _allow(by)
    with transaction.atomic():
        hold()
        _free(name)
        _serving(parent)
        unit = Unit(
            name=name,
            short=short or name[:20],
            parent=parent,
            group=group or (parent.group if parent else ""),
            telephone=telephone,
            email=email,
            address=address,
        )
        return LIFE.begin(unit, act="found_unit", by=by, name=name, parent=parent)


def describe_unit(unit: Unit, *, by: Person, **known: Any) -> None:
    """Write down how a unit is called and reached now, and among which it is ranked."""
    _allow(by)
    if strange := known.keys() - DESCRIBED:
        raise ValueError(f"not described: {sorted(strange)}")
    with transaction.atomic():
        hold()
        held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        changed = {key: value for key, value in known.items() if getattr(held, key) != value}
        if not changed:
            return
        if "name" in changed:
            _free(changed["name"])
        for key, value in changed.items():
            setattr(held, key, value)
        held.version += 1
        held.save(update_fields=[*changed, "version"])
        journal.write(act="describe_unit", about=held, by=by, said={"changed": sorted(changed)})


@LIFE.action
def appoint(unit: Unit, *, by: Person, person: Person, part: Part) -> None:
    """Let somebody speak for a unit; said again, he is what he is said to be last."""
    if not (person.is_active and person.role & Role.DEPARTMENT):
        raise NotSo(_("%(who)s 不是承办单位的账号。") % {"who": person}, field="person")
    there = Liaison.objects.standing().filter(unit=unit, person=person).first()
    if there is not None and there.part == part:
        raise NotNow(_("%(who)s 已经是%(part)s了。") % {"who": person, "part": part.label})
    if there is not None:
        _end(there)
    Liaison.objects.create(unit=unit, person=person, part=part, began_at=clock.now())


@LIFE.action
def dismiss(unit: Unit, *, by: Person, liaison: Liaison) -> dict[str, Any]:
    """Let somebody speak for a unit no more: from now on he sees nothing of it."""
    if liaison.unit_id != unit.pk:
        raise NotSo(_("这位不是本单位的联络人。"), field="liaison")
    if liaison.ended_at is not None:
        raise NotNow(_("已经免去了。"))
    _end(liaison)
    return {"liaison": liaison.pk, "person": liaison.person}


@LIFE.action
def move(unit: Unit, *, by: Person, why: str, parent: Unit | None = None) -> None:
    """Put a unit below another, with all that lies below it; without one, at the top."""
    hold()
    _serving(parent)
    if parent is not None and parent.pk in queries.below(unit):
        raise NotSo(
            _("%(parent)s 就在%(unit)s之下，不能做它的上级。") % {"parent": parent, "unit": unit},
            field="parent",
        )
    unit.parent = parent


IN_HAND: list[Callable[[Unit], int]] = []
"""Asked before a unit is retired: how many cases does it still have?"""


@LIFE.action
def retire(unit: Unit, *, by: Person, why: str) -> None:
    """Give a unit nothing more; first its parts, its remits and what it has in hand must have gone elsewhere."""
    hold()
    if unit.parts.filter(status=Status.IN_SERVICE).exists():
        raise NotSo(_("还有下级单位在册，请先调整或撤销它们。"))
    there = Remit.objects.filter(Q(until_on=None) | Q(until_on__gt=today()))
    if there.filter(Q(lead=unit) | Q(co_units=unit)).exists():
        raise NotSo(_("还有职责归它主办或协办，请先改归别的单位。"))
    if n := sum(many(unit) for many in IN_HAND):
        raise NotSo(_("它手里还有 %(n)s 件没有办结，请先办结、改派或收回。") % {"n": n})


@LIFE.action
def restore(unit: Unit, *, by: Person, why: str) -> None:
    """Let a retired unit be given cases again."""
    _serving(unit.parent)


def assign_remit(
    lead: Unit, *, by: Person, from_on: date, service: Service | None = None,
    group: Group | None = None, area: Area | None = None, co_units: Iterable[Unit] = (),
    until_on: date | None = None, why: str = "",
) -> Remit:  # fmt: skip
    """Say which unit leads for a service, a group of them or every one, in an area or anywhere, and which help."""
    _allow(by)
    if service is not None and group is not None:
        raise NotSo(_("小项和大项请只选一个。"), field="group")
    remit = Remit(
        service=service, code=service.code if service else "", group=group, area=area, lead=lead,
        from_on=from_on, until_on=until_on, why=why,
    )  # fmt: skip
    with transaction.atomic():
        hold()
        return _begin(remit, co_units, act="assign_remit", by=by)


def change_remit(
    remit: Remit, *, by: Person, lead: Unit, from_on: date, why: str, co_units: Iterable[Unit] = ()
) -> Remit:
    """Give a remit to other units from a day on: the old row ends on it, a new one begins."""
    _allow(by)
    with transaction.atomic():
        held = _hold_uncontested(remit)
        return _pass_on(held, lead=lead, co_units=co_units, from_on=from_on, why=why, by=by)


def end_remit(remit: Remit, *, by: Person, until_on: date, why: str) -> None:
    """Let a remit be nobody's from a day on."""
    _allow(by)
    with transaction.atomic():
        held = _hold_uncontested(remit)
        _within(held, until_on, field="until_on")
        held.until_on = until_on
        held.save(update_fields=["until_on"])
        said = {"until": until_on, "why": journal.Said(why)}
        journal.write(act="end_remit", about=held, by=by, said=said)


def contest(remit: Remit, *, by: Person, claim: str) -> Contest:
    """Write down that the unit which leads a remit says that it is not its own."""
    if not by.role & CONTESTS:
        raise NotYours(_("您的岗位不能提出职责争议。"))
    if not by.role & STAFF and remit.lead_id not in queries.units_of(by):
        raise NotYours(_("只能对本单位主办的职责提出争议。"))
    with transaction.atomic():
        held = _hold_uncontested(remit)
        if held.never_held or (held.until_on is not None and held.until_on <= today()):
            raise NotNow(_("这项职责已经停止了。"))
        if binding := queries.rulings(held):
            said = {"day": f"{binding[0].ruled_at:%Y-%m-%d}", "why": binding[0].ruling}
            raise NotNow(_("这项职责 %(day)s 已经裁定，不能再提争议：%(why)s") % said)
        made = Contest(remit=held, unit=held.lead, claim=claim, opened_at=clock.now(), opened_by=by)
        why = journal.Said(claim)
        return CONTEST.begin(made, act="contest", by=by, remit=held, unit=held.lead, why=why)


@CONTEST.action
def uphold(contest: Contest, *, by: Person, why: str) -> None:
    """Rule that the remit is the unit's."""
    _rule(contest, contest.unit, by=by, why=why)


@CONTEST.action
def reassign(contest: Contest, *, by: Person, unit: Unit, why: str) -> dict[str, Any]:
    """Rule that the remit is another's, which has it from today."""
    if unit.pk == contest.unit_id:
        raise NotSo(_("请选别的单位；仍归该单位请用“裁定仍归该单位”。"), field="unit")
    hold()
    remit = Remit.objects.select_for_update(no_key=True).get(pk=contest.remit_id)
    _rule(contest, unit, by=by, why=why)
    begins = max(today(), remit.from_on)
    new = _pass_on(remit, lead=unit, co_units=remit.co_units.all(), from_on=begins, why=why, by=by)
    return {"remit": new}


@CONTEST.action
def withdraw(contest: Contest, *, by: Person, why: str) -> None:
    """Take back that it is not the unit's."""


def take_in_units(orders: Iterable[UnitOrder], *, by: Person) -> None:
    """Do all that a table of units orders: found, describe, move; each leaves its own entry."""
    for order in in_order(orders):
        known = {key: value for key, value in order.changes.items() if key in DESCRIBED}
        above = order.changes.get("parent")
        parent = Unit.objects.get(name=above) if above else None
        if order.new:
            found_unit(order.name, parent=parent, by=by, **known)
            continue
        unit = Unit.objects.get(name=order.name)
        describe_unit(unit, by=by, **known)
        if parent is not None:
            move(unit, parent=parent, by=by, why=_("按导入的表格"))


def take_in_remits(orders: Iterable[RemitOrder], *, by: Person) -> None:
    """Do all that a table of remits orders: begin, pass on, end; each leaves its own entry."""
    for order in orders:
        why = order.why or _("按导入的表格")
        if order.remit is None:
            assign_remit(
                order.lead, service=order.service, group=order.group, area=order.area,
                co_units=order.co_units, from_on=order.from_on, until_on=order.until_on, why=why, by=by,
            )  # fmt: skip
        elif order.passes_on:
            change_remit(
                order.remit, lead=order.lead, co_units=order.co_units, from_on=order.from_on,
                why=why, by=by,
            )  # fmt: skip
        else:
            end_remit(order.remit, until_on=order.from_on, why=why, by=by)


def hold() -> None:
    """Let one at a time change the tree and what each unit answers for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('departments'))")


def _pass_on(
    remit: Remit, *, lead: Unit, co_units: Iterable[Unit], from_on: date, why: str, by: Person
) -> Remit:
    """End a row and begin the next, until the day on which the old one would have ended."""
    _within(remit, from_on, field="from_on")
    new = Remit(
        service_id=remit.service_id, code=remit.code, group_id=remit.group_id, area_id=remit.area_id,
        lead=lead, from_on=from_on, until_on=remit.until_on, why=why, follows=remit,
    )  # fmt: skip
    remit.until_on = from_on
    remit.save(update_fields=["until_on"])
    return _begin(new, co_units, act="change_remit", by=by)


def _begin(remit: Remit, co_units: Iterable[Unit], *, act: str, by: Person) -> Remit:
    if remit.until_on is not None and remit.until_on <= remit.from_on:
        raise NotSo(_("停止日期要晚于开始日期。"), field="until_on")
    helping = [one for one in dict.fromkeys(co_units) if one.pk != remit.lead_id]
    for unit in (remit.lead, *helping):
        _serving(unit)
    if other := _overlapping(remit):
        said = {"unit": other.lead, "day": other.from_on.isoformat()}
        raise NotSo(_("这项职责 %(day)s 起已经归%(unit)s，请在那一条上更改。") % said)
    remit.save(force_insert=True)
    remit.co_units.set(helping)
    said = {
        "what": remit.service or remit.group, "area": remit.area, "lead": remit.lead, "co": helping,
        "from": remit.from_on, "until": remit.until_on, "follows": remit.follows,
        "why": journal.Said(remit.why) if remit.why else None,
    }  # fmt: skip
    journal.write(act=act, about=remit, by=by, said=said)
    return remit


def _overlapping(remit: Remit) -> Remit | None:
    there = Remit.objects.same_cell(remit).select_related("lead")
    there = there.filter(Q(until_on=None) | Q(until_on__gt=remit.from_on))
    if remit.until_on is not None:
        there = there.filter(from_on__lt=remit.until_on)
    return next((one for one in there if not one.never_held), None)


def _within(remit: Remit, day: date, *, field: str) -> None:
    """Refuse a day on which the remit does not hold, or that is past: what was proposed then stands."""
    if day < today():
        raise NotSo(_("日期不能在今天以前。"), field=field)
    if day < remit.from_on:
        said = {"day": remit.from_on.isoformat()}
        raise NotSo(_("这项职责 %(day)s 才开始，日期不能早于这一天。") % said, field=field)
    if remit.until_on is not None and day >= remit.until_on:
        said = {"day": remit.until_on.isoformat()}
        raise NotSo(_("这项职责 %(day)s 就停止，日期要早于这一天。") % said, field=field)


def _hold_uncontested(remit: Remit) -> Remit:
    hold()
    held = Remit.objects.select_for_update(no_key=True).get(pk=remit.pk)
    if Contest.objects.open().filter(remit=held).exists():
        raise NotNow(_("这项职责有争议待裁定，请先裁定。"))
    return held


def _rule(contest: Contest, unit: Unit, *, by: Person, why: str) -> None:
    contest.bound, contest.ruling = unit, why
    contest.ruled_at, contest.ruled_by = clock.now(), by


def _end(liaison: Liaison) -> None:
    liaison.ended_at = clock.now()
    liaison.save(update_fields=["ended_at"])


def _serving(unit: Unit | None) -> None:
    """Refuse a unit that is retired; asked anew, as another may just have retired it."""
    if unit is not None and not Unit.objects.in_service().filter(pk=unit.pk).exists():
        raise NotSo(_("%(unit)s 已经撤销了，请选在册的单位。") % {"unit": unit})


def _free(name: str) -> None:
    if Unit.objects.filter(name=name).exists():
        raise NotSo(_("已经有叫“%(name)s”的单位了。") % {"name": name}, field="name")


def _allow(by: Person) -> None:
    if not by.may("manage_departments"):
        raise NotYours(_("只有值班长和管理员可以改承办单位。"))

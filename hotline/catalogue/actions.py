"""What is done to the catalogue: groups are opened, services offered and withdrawn.

Nothing is rewritten: new terms are a new version from a day on, and the one before ends that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.search.initials import initials

from .importing import Order
from .models import Group, Service
from .terms import Terms


def open_group(code: str, *, name: str, by: Person, description: str = "") -> Group:
    """Open a heading under which services can be offered."""
    _allow(by)
    with transaction.atomic():
        hold()
        if Group.objects.filter(code=code).exists():
            raise NotSo(_("编码 %(code)s 已经有大项了，请换一个。") % {"code": code})
        group = Group.objects.create(code=code, name=name, description=description)
        journal.write(act="open_group", about=group, by=by, said={"code": code, "name": name})
    return group


def rename_group(group: Group, *, name: str, by: Person, description: str = "") -> Group:
    """Give a heading another name; what is offered under it stays."""
    _allow(by)
    if not name.strip():
        raise NotSo(_("请写大项名称。"))
    with transaction.atomic():
        held = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        said = {"from": held.name, "to": name}
        held.name, held.description = name, description
        held.save(update_fields=["name", "description"])
        journal.write(act="rename_group", about=held, by=by, said=said)
    return held


def offer(code: str, *, group: Group, terms: Terms, by: Person, valid_from: date) -> Service:
    """Offer a service from a day on; if it is offered already, on these terms from then."""
    _allow(by)
    if not terms.price_fits:
        raise NotSo(_("参考价与计价方式不符：面议不写价，免费写零，其余写大于零的数"))
    with transaction.atomic():
        hold()
        before = _end_before(code, valid_from)
        service = Service.objects.create(
            code=code,
            group=group,
            valid_from=valid_from,
            initials=[initials(word) for word in (terms.name, *terms.aliases)],
            **_lists(asdict(terms)),
        )
        said = {"code": code, "group": group, "from": valid_from, "instead_of": before}
        journal.write(act="offer", about=service, by=by, said=said)
    return service


def withdraw(service: Service, *, by: Person, on: date, why: str) -> Service:
    """Offer a service no longer from a day on; what was done under it stays."""
    _allow(by)
    with transaction.atomic():
        held = Service.objects.select_for_update().get(pk=service.pk)
        if held.valid_until is not None and held.valid_until <= on:
            raise NotNow(_("“%(name)s”那时已经不提供了") % {"name": held.name})
        _end(held, on)
        said = {"on": on, "why": journal.Said(why)}
        journal.write(act="withdraw", about=held, by=by, said=said)
    return held


def take_in(orders: Iterable[Order], *, by: Person, why: str) -> None:
    """Do all that a table orders: open headings, offer, end; each leaves its own entry."""
    groups = {group.code: group for group in Group.objects.all()}
    for order in sorted(orders, key=lambda one: (one.code, one.valid_from)):
        if order.terms is None:
            service = Service.objects.get(code=order.code, valid_from=order.valid_from)
        else:
            if order.group not in groups:
                groups[order.group] = open_group(order.group, name=order.group_name, by=by)
            service = offer(
                order.code,
                group=groups[order.group],
                terms=order.terms,
                by=by,
                valid_from=order.valid_from,
            )
        if order.until is not None:
            withdraw(service, by=by, on=order.until, why=why)


def hold() -> None:
    """Let one at a time change the catalogue: a code that is not there yet has no row to hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue'))")


def _end_before(code: str, day: date) -> Service | None:
    """End the version that would reach into *day*; return it."""
    versions = Service.objects.select_for_update().filter(code=code)
    if versions.filter(valid_from__gt=day).exists():
        raise NotSo(_("编码 %(code)s 在这一天之后已有安排") % {"code": code})
    before = versions.offered_on(day).first()
    if before is not None:
        _end(before, day)
    return before


def _end(service: Service, day: date) -> None:
    if day <= service.valid_from:
        raise NotSo(_("“%(name)s”要提供至少一天") % {"name": service.name})
    service.valid_until = day
    service.revision += 1
    service.save(update_fields=["valid_until", "revision"])


def _lists(terms: dict[str, object]) -> dict[str, object]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in terms.items()}


def _allow(by: Person) -> None:
    if not by.may("manage_catalogue"):
        raise NotYours(_("只有值班长和管理员可以改目录"))

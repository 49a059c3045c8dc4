"""What is done to areas: drawn on the map, served from a day, dissolved by a reform."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hotline.journal import log as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.search.initials import initials

from . import importing
from .importing import Order
from .models import INSIDE, Area, Kind


def draw(
    code: str,
    *,
    name: str,
    short: str = "",
    kind: Kind,
    by: Person,
    within: Area | None = None,
    served_from: date | None = None,
    valid_from: date | None = None,
) -> Area:
    """Put an area on the map; without a day of its own it is served when what it lies in is."""
    _allow(by)
    if (within.kind if within else None) != INSIDE[kind]:
        raise NotSo(_("%(name)s 的上级区域不对") % {"name": name})
    with transaction.atomic():
        hold()
        if Area.objects.filter(code=code).exists():
            raise NotSo(_("编码 %(code)s 已经有区域了，请换一个。") % {"code": code})
        area = Area.objects.create(
            code=code,
            name=name,
            short=short or name,
            initials=initials(name),
            kind=kind,
            parent=within,
            served_from=served_from,
            valid_from=valid_from,
        )
        said = {"code": code, "name": name, "within": within, "from": served_from}
        journal.write(act="draw", about=area, by=by, said=said)
    return area


def rename(area: Area, *, name: str, by: Person, short: str = "") -> Area:
    """Call an area otherwise; where it is and what happened there stays."""
    name, short = name.strip(), short.strip() or name.strip()
    if not name:
        raise NotSo(_("请写名称。"))
    said = {"from": area.name, "to": name, "short": short}
    new = {"name": name, "short": short, "initials": initials(name)}
    return _change(area, act="rename", by=by, said=said, **new)


def serve(area: Area, *, by: Person, on: date) -> Area:
    """Serve an area from a day, and with it all that lies in it and has no day of its own."""
    return _change(area, act="serve", by=by, said={"on": on}, served_from=on)


def dissolve(area: Area, *, by: Person, on: date) -> Area:
    """Let an area exist no longer from a day on; what happened there stays."""
    if area.valid_from and on <= area.valid_from:
        raise NotSo(_("撤销日期要晚于设立日期"))
    return _change(area, act="dissolve", by=by, said={"on": on}, valid_until=on)


def take_in(orders: Iterable[Order], *, by: Person) -> None:
    """Do all that a table orders: draw, rename, serve, dissolve; each leaves its own entry."""
    for order in sorted(orders, key=importing.depth):
        given = order.changes
        area = _drawn(order, by) if order.new else Area.objects.get(code=order.code)
        if not order.new and ("name" in given or "short" in given):
            short = given.get("short", area.short)
            area = rename(area, name=given.get("name", area.name), short=short, by=by)
        if not order.new and given.get("served_from"):
            area = serve(area, by=by, on=given["served_from"])
        if given.get("valid_until"):
            dissolve(area, by=by, on=given["valid_until"])


def hold() -> None:
    """Let one at a time redraw the map: a code that is not there yet has no row to hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('areas'))")


def _drawn(order: Order, by: Person) -> Area:
    given = order.changes
    within = given.get("parent")
    return draw(
        order.code,
        name=given["name"],
        short=given["short"],
        kind=given["kind"],
        by=by,
        within=Area.objects.get(code=within) if within else None,
        served_from=given.get("served_from"),
        valid_from=given.get("valid_from"),
    )


def _change(area: Area, *, act: str, by: Person, said: dict[str, Any], **fields: Any) -> Area:
    _allow(by)
    with transaction.atomic():
        held = Area.objects.select_for_update().get(pk=area.pk)
        for name, value in fields.items():
            setattr(held, name, value)
        held.revision += 1
        held.save(update_fields=[*fields, "revision"])
        journal.write(act=act, about=held, by=by, said=said)
    return held


def _allow(by: Person) -> None:
    if not by.may("manage_catalogue"):
        raise NotYours(_("只有值班长和管理员可以改区域"))

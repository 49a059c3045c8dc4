"""What is done to areas: drawn on the map, served from a day, dissolved by a reform."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.journal import log as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.search.initials import initials

from .models import Area, Kind

INSIDE = {Kind.CITY: None, Kind.TOWN: Kind.CITY, Kind.COMMUNITY: Kind.TOWN}
"""What each kind lies in."""


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


def serve(area: Area, *, by: Person, on: date) -> Area:
    """Serve an area from a day, and with it all that lies in it and has no day of its own."""
    return _change(area, act="serve", by=by, on=on, served_from=on)


def dissolve(area: Area, *, by: Person, on: date) -> Area:
    """Let an area exist no longer from a day on; what happened there stays."""
    if area.valid_from and on <= area.valid_from:
        raise NotSo(_("撤销日期要晚于设立日期"))
    return _change(area, act="dissolve", by=by, on=on, valid_until=on)


def _change(area: Area, *, act: str, by: Person, on: date, **fields: date) -> Area:
    _allow(by)
    with transaction.atomic():
        held = Area.objects.select_for_update().get(pk=area.pk)
        for name, value in fields.items():
            setattr(held, name, value)
        held.revision += 1
        held.save(update_fields=[*fields, "revision"])
        journal.write(act=act, about=held, by=by, said={"on": on})
    return held


def _allow(by: Person) -> None:
    if not by.may("manage_catalogue"):
        raise NotYours(_("只有值班长和管理员可以改区域"))

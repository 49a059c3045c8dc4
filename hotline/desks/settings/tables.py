"""Which tables can be carried in and out: for each its words, its columns, who judges a line and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.areas import actions as areas
from hotline.areas import importing as areas_importing
from hotline.areas import sheet as areas_sheet
from hotline.catalogue import actions as catalogue
from hotline.catalogue import importing as catalogue_importing
from hotline.catalogue import sheet as catalogue_sheet
from hotline.departments import actions as departments
from hotline.departments import remit_importing, remit_sheet, unit_importing, unit_sheet
from hotline.exchanges.models import Exchange
from hotline.people.models import Person
from hotline.pricelists import actions as prices
from hotline.pricelists import importing as prices_importing
from hotline.pricelists import sheet as prices_sheet
from hotline.providers import actions as providers
from hotline.providers import importing as providers_importing
from hotline.providers import sheet as providers_sheet
from hotline.sheets import reading
from hotline.sheets.columns import Column, headings, written
from hotline.sheets.dry_run import DryRun
from hotline.sheets.lines import Table
from hotline.sheets.writing import Form, write
from hotline.timelimits import actions as timelimits
from hotline.timelimits import importing as holidays_importing
from hotline.timelimits import sheet as holidays_sheet
from hotline.today import today


class Check(Protocol):
    """Says what each line of a table would do."""

    def __call__(self, table: Table, *, start: date, today: date) -> DryRun: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the house."""

    name: str
    label: str | Promise
    page: str
    columns: Sequence[Column]
    check: Check
    exported: Callable[[date], Iterable[Mapping[str, Any]]]
    hold: Callable[[], None]
    take_in: Callable[[list[Any], Person], None]
    dated: bool
    """Whether changes may be given one day from which they hold."""
    then: str | Promise = ""
    """What is still to be done once it is written."""


def _take_in_services(orders: list[Any], by: Person) -> None:
    catalogue.take_in(orders, by=by, why=_("按导入的表格停止"))


def _take_in_holidays(orders: list[Any], by: Person) -> None:
    timelimits.take_in(orders, by=by, why=_("按导入的表格"))


KINDS = {
    one.name: one
    for one in (
        Kind(
            "catalogue", gettext_lazy("服务目录"), "settings:catalogue",
            catalogue_sheet.COLUMNS, catalogue_importing.check, catalogue_importing.exported,
            catalogue.hold, _take_in_services, dated=True,
        ),
        Kind(
            "areas", gettext_lazy("区域"), "settings:areas",
            areas_sheet.COLUMNS, areas_importing.check, areas_importing.exported,
            areas.hold, lambda orders, by: areas.take_in(orders, by=by), dated=False,
        ),
        Kind(
            "holidays", gettext_lazy("放假安排"), "settings:holidays",
            holidays_sheet.COLUMNS, holidays_importing.check, holidays_importing.exported,
            timelimits.hold, _take_in_holidays, dated=False,
        ),
        Kind(
            "providers", gettext_lazy("加盟企业"), "members:providers",
            providers_sheet.COLUMNS, providers_importing.check, providers_importing.exported,
            providers.hold, lambda orders, by: providers.take_in(orders, by=by), dated=False,
        ),
        Kind(
            "prices", gettext_lazy("企业价目"), "members:prices",
            prices_sheet.COLUMNS, prices_importing.check, prices_importing.exported,
            providers.hold, lambda orders, by: prices.take_in(orders, by=by), dated=True,
            then=gettext_lazy("写入后，每个价目都要由另一位值班长或管理员同意才算数。"),
        ),
        Kind(
            "units", gettext_lazy("承办单位"), "units:units",
            unit_sheet.COLUMNS, unit_importing.check, unit_importing.exported,
            departments.hold, lambda orders, by: departments.take_in_units(orders, by=by), dated=False,
        ),
        Kind(
            "remits", gettext_lazy("派单目录"), "units:remits",
            remit_sheet.COLUMNS, remit_importing.check, remit_importing.exported,
            departments.hold, lambda orders, by: departments.take_in_remits(orders, by=by), dated=True,
        ),
    )
}  # fmt: skip


ELSEWHERE: dict[str, str | Promise] = {"league": gettext_lazy("企业排行")}
"""Tables that are taken out at another desk: they stand in the list of what went out."""


def judged(exchange: Exchange) -> DryRun:
    """Return what a table that waits would do now."""
    table = reading.read(bytes(exchange.content))
    start = max(exchange.start_on or today(), today())
    return KINDS[exchange.what].check(table, start=start, today=today())


def made(kind: Kind, form: Form) -> tuple[bytes, int]:
    """Return the table as it stands as a file, and how many lines it has."""
    rows = [written(value, kind.columns) for value in kind.exported(today())]
    return write(form, headings(kind.columns), rows), len(rows)


def empty(kind: Kind, form: Form) -> bytes:
    """Return a file with the headings alone, to be filled in."""
    return write(form, headings(kind.columns), [])

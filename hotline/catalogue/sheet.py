"""The catalogue as a table: its columns, and a version of a service as one line of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from hotline.sheets import columns as read
from hotline.sheets.columns import LISTED, Column

from .models import HandledBy, PriceMode, Service
from .permits import Permit
from .terms import Terms


def _or_empty(value: Any) -> str:
    return "" if value is None else str(value)


def _listed(values: Any) -> str:
    return LISTED.join(values)


def _labels(values: Any) -> str:
    return LISTED.join(str(Permit(value).label) for value in values)


COLUMNS = (
    Column("group", gettext_lazy("大项编码"), "Group code", read.text(8)),
    Column("group_name", gettext_lazy("大项"), "Group", read.text(40)),
    Column("code", gettext_lazy("编码"), "Code", read.text(8, needed=True), required=True),
    Column("name", gettext_lazy("小项"), "Service", read.text(40, needed=True), required=True),
    Column("aliases", gettext_lazy("俗称"), "Also called", read.several(read.text(40)), _listed),
    Column("keywords", gettext_lazy("常用说法"), "Keywords", read.several(read.text(40)), _listed),
    Column("description", gettext_lazy("受理说明"), "Description", read.text(2000)),
    Column("price_mode", gettext_lazy("计价方式"), "Price mode", read.one_of(PriceMode),
           lambda value: str(PriceMode(value).label)),
    Column("reference_price", gettext_lazy("参考价"), "Price", read.money, _or_empty),
    Column("unit", gettext_lazy("单位"), "Unit", read.text(10)),
    Column("urgent", gettext_lazy("默认加急"), "Urgent", read.yes_no, read.said_yes_no),
    Column("around_the_clock", gettext_lazy("全天候"), "Round the clock", read.yes_no, read.said_yes_no),
    Column("permits", gettext_lazy("所需证照"), "Permits", read.several(read.one_of(Permit)), _labels),
    Column("promised_arrival_min", gettext_lazy("承诺到达（分钟）"), "Arrival (min)",
           read.whole(1, 10_000), _or_empty),
    Column("warranty_days", gettext_lazy("保修（天）"), "Warranty (days)",
           read.whole(0, 10_000), _or_empty),
    Column("handled_by", gettext_lazy("承办"), "Handled by", read.one_of(HandledBy),
           lambda value: str(HandledBy(value).label)),
    Column("valid_from", gettext_lazy("开始日期"), "From", read.day, _or_empty),
    Column("valid_until", gettext_lazy("停止日期"), "Until", read.day, _or_empty),
)  # fmt: skip
NAMES = ("group_name",)
"""Read to open a group that is not there yet; of one that is there it is only checked."""
DAYS = ("valid_from", "valid_until")
TERMS = tuple(Terms.__dataclass_fields__)
COMPARED = ("group", *TERMS)
"""What makes another version of a service when it differs."""
NOTHING: Mapping[str, Any] = {
    "aliases": (), "keywords": (), "description": "", "price_mode": PriceMode.QUOTE,
    "reference_price": None, "unit": "", "urgent": False, "around_the_clock": False,
    "permits": (), "promised_arrival_min": None, "warranty_days": 0,
    "handled_by": HandledBy.PROVIDER,
}  # fmt: skip
"""What a new service has where its line says nothing."""


def value_of(service: Service) -> dict[str, Any]:
    """Return one version of a service by the keys of the columns."""
    value = {name: getattr(service, name) for name in (*TERMS, *DAYS, "code")}
    value |= {name: tuple(value[name]) for name in ("aliases", "keywords", "permits")}
    return value | {"group": service.group.code, "group_name": service.group.name}


def terms_of(value: Mapping[str, Any]) -> Terms:
    """Return the terms that a line states."""
    return Terms(**{name: value[name] for name in TERMS})

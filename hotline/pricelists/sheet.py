"""Price lists as a table: its columns, and what a provider asks for a service as a line of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.catalogue.models import PriceMode, Service
from hotline.providers.models import Provider
from hotline.sheets import columns as read
from hotline.sheets.columns import Column, Wrong

from .charges import of_catalogue
from .models import MODES, Price

_KNOWN = read.one_of(PriceMode)


def _mode(cell: str) -> PriceMode | None:
    if not cell:
        return None
    try:
        found = PriceMode(_KNOWN(cell))
    except Wrong:
        found = PriceMode.FREE
    if found not in MODES:
        words = str(_("、")).join(str(one.label) for one in MODES)
        raise Wrong(_("只能写：%(words)s") % {"words": words})
    return found


def _word(value: PriceMode | None) -> str:
    return str(PriceMode(value).label) if value else ""


def _or_empty(value: Any) -> str:
    return "" if value is None else str(value)


COLUMNS = (
    Column("provider", gettext_lazy("企业"), "Provider", read.text(120, needed=True), required=True),
    Column("code", gettext_lazy("小项编码"), "Service code", read.text(8, needed=True), required=True),
    Column("service", gettext_lazy("小项"), "Service", lambda _cell: None),
    Column("catalogue", gettext_lazy("目录参考价"), "Catalogue price", lambda _cell: None),
    Column("mode", gettext_lazy("计价方式"), "Charged", _mode, _word, required=True),
    Column("yuan", gettext_lazy("价格"), "Price", read.money, _or_empty, required=True),
    Column("unit", gettext_lazy("单位"), "Unit", read.text(10), required=True),
    Column("from_on", gettext_lazy("从哪天起"), "From", read.day, _or_empty),
)  # fmt: skip
"""What is said of the service, its name and the catalogue's price, is there to be read and is not read back."""


def line_of(provider: Provider, service: Service, price: Price | None) -> Mapping[str, Any]:
    """Return one line: what was agreed, or empty cells where the catalogue's price holds."""
    return {
        "provider": provider.name,
        "code": service.code,
        "service": service.name,
        "catalogue": of_catalogue(service).words,
        "mode": PriceMode(price.mode) if price else None,
        "yuan": price.yuan if price else None,
        "unit": price.unit if price else "",
        "from_on": price.from_on if price else None,
    }

"""The providers as a table: its columns, and a provider as lines of it, one for each set of areas and hours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.catalogue.permits import Permit
from hotline.sheets import columns as read
from hotline.sheets.columns import LISTED, Column, Wrong
from hotline.worktime import hours as spans

from . import telephones
from .life import MAY_BE_SENT, Status
from .models import Form, PaperKind, Provider


def _telephone(cell: str) -> str:
    if not cell:
        return ""
    try:
        return telephones.read(cell)
    except ValueError:
        raise Wrong(_("要写电话号码，例如 0577-65812345")) from None


def _hours(cell: str) -> str:
    if cell:
        try:
            spans.minutes(cell)
        except ValueError:
            raise Wrong(_("要写 07:30-20:00 这样")) from None
    return cell


def _one_of(choices: Any) -> Any:
    known = read.one_of(choices)
    return lambda cell: known(cell) if cell else None


def _word(choices: Any) -> Any:
    return lambda value: str(choices(value).label) if value else ""


def _or_empty(value: Any) -> str:
    return "" if value is None else str(value)


def _listed(value: Iterable[str]) -> str:
    return LISTED.join(value)


COLUMNS = (
    Column("name", gettext_lazy("名称"), "Name", read.text(120, needed=True), required=True),
    Column("short_name", gettext_lazy("简称"), "Short name", read.text(40)),
    Column("form", gettext_lazy("性质"), "Form", _one_of(Form), _word(Form)),
    Column("legal_person", gettext_lazy("法定代表人"), "Legal person", read.text(40)),
    Column("telephone", gettext_lazy("电话"), "Telephone", _telephone),
    Column("address", gettext_lazy("地址"), "Address", read.text(120)),
    Column("most_open", gettext_lazy("最多同时在手"), "Most open", read.whole(1, 200), _or_empty),
    Column("since_on", gettext_lazy("加盟日"), "Since", read.day, _or_empty),
    Column("status", gettext_lazy("状态"), "Status", _one_of(Status), _word(Status)),
    Column("contract_until_on", gettext_lazy("合同到期日"), "Contract until", read.day, _or_empty),
    Column("licence", gettext_lazy("执照编号"), "Licence number", read.text(60)),
    Column("licence_until", gettext_lazy("执照有效至"), "Licence until", read.day, _or_empty),
    Column("insurance_until", gettext_lazy("保险有效至"), "Insurance until", read.day, _or_empty),
    Column(
        "permits", gettext_lazy("证照"), "Permits", read.several(read.one_of(Permit)),
        lambda value: _listed(str(Permit(one).label) for one in value),
    ),
    Column("services", gettext_lazy("小项编码"), "Service codes", read.several(read.text(8)), _listed),
    Column("areas", gettext_lazy("区域编码"), "Area codes", read.several(read.text(20)), _listed),
    Column("hours", gettext_lazy("服务时间"), "Hours", _hours),
)  # fmt: skip
OWN = (
    "short_name", "form", "legal_person", "telephone", "address", "most_open", "since_on", "status",
    "contract_until_on", "licence", "licence_until", "insurance_until", "permits",
)  # fmt: skip
"""What is the provider's, whichever of its lines says it."""


def value_of(provider: Provider) -> dict[str, Any]:
    """Return what a provider is by the keys of the columns, without what it serves; its papers are read before."""
    papers = [
        one for one in provider.papers.all() if one.member_id is None and not one.withdrawn_at
    ]
    latest = {one.kind: one for one in papers if one.followed_by_id is None}
    licence, insurance = latest.get(PaperKind.LICENCE), latest.get(PaperKind.INSURANCE)
    permits = dict.fromkeys(one.permit for one in papers if one.kind == PaperKind.PERMIT)
    return {
        "name": provider.name,
        "short_name": provider.short_name,
        "form": Form(provider.form),
        "legal_person": provider.legal_person,
        "telephone": provider.telephone,
        "address": provider.address,
        "most_open": provider.most_open,
        "since_on": provider.since_on,
        "status": Status(provider.status),
        "contract_until_on": provider.contract_until_on,
        "licence": licence.number if licence else "",
        "licence_until": licence.until_on if licence else None,
        "insurance_until": insurance.until_on if insurance else None,
        "permits": tuple(permits),
    }


def served_by(provider: Provider) -> dict[tuple[tuple[str, ...], str], list[str]]:
    """Return which services a provider renders in which areas at which hours; its offers are read before."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    newest = sorted(provider.offers.all(), key=lambda one: one.service.valid_from)
    for offer in {one.service.code: one for one in newest}.values():
        where = tuple(sorted(area.code for area in offer.areas.all()))
        found.setdefault((where, offer.hours), []).append(offer.service.code)
    return found


def lines_of(provider: Provider) -> Iterable[dict[str, Any]]:
    """Yield a provider as lines of the table."""
    known = value_of(provider)
    served = served_by(provider) or {((), ""): []}
    for (areas, hours), services in sorted(served.items()):
        yield known | {"services": tuple(sorted(set(services))), "areas": areas, "hours": hours}


LET_IN = MAY_BE_SENT
"""How a provider may stand that comes by a table."""

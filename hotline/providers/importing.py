"""What a table would change on the list of providers, line by line; nothing is written here (`actions.take_in`).

A provider is found by its name. It may have several lines, one for each set of areas and hours; what a later line says
of the provider itself must be what the first said, or nothing. What a table does not mention stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hotline.areas.models import Area
from hotline.catalogue.models import Service
from hotline.sheets.columns import fit, values
from hotline.sheets.dry_run import Difference, DryRun, Judged, Verdict, wrong
from hotline.sheets.lines import Line, Table
from hotline.worktime.hours import ROUND_THE_CLOCK

from .models import Credential, Form, PaperKind, Provider
from .sheet import COLUMNS, LET_IN, OWN, lines_of, served_by, value_of

BY_KEY = {column.key: column for column in COLUMNS}
DESCRIBED = ("short_name", "form", "legal_person", "telephone", "address", "most_open")
FIXED = ("since_on", "status", "contract_until_on")
_READ = ("papers__member", "offers__service", "offers__areas")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done for one line: enter the provider if it is new, describe it, add papers, let it serve."""

    name: str
    new: bool
    known: Mapping[str, Any]
    papers: tuple[Mapping[str, Any], ...] = ()
    services: tuple[Service, ...] = ()
    areas: tuple[Area, ...] = ()
    hours: str = ROUND_THE_CLOCK


class NoLine(Exception):
    """The line cannot be done; the text says why and what to write."""


@dataclass(slots=True)
class _List:
    """The providers there are, what they may serve and where, and what the lines so far have said."""

    today: date
    providers: Mapping[str, Provider]
    services: Mapping[str, Service]
    areas: Mapping[str, Area]
    said: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    served: dict[tuple[str, str], int] = field(default_factory=dict)


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; *start* is not asked, as a provider has its own day."""
    del start
    places = fit(table.head, COLUMNS)
    there = Provider.objects.prefetch_related(*_READ)
    services = Service.objects.offered_on(today)
    known = _List(
        today,
        {one.name: one for one in there},
        {one.code: one for one in services},
        {one.code: one for one in Area.objects.valid_on(today)},
    )
    return DryRun([_judge(line, places, known) for line in table.lines])


def exported(on: date) -> Iterable[dict[str, Any]]:
    """Yield every provider as lines of the table."""
    del on
    for provider in Provider.objects.prefetch_related(*_READ).order_by("name"):
        yield from lines_of(provider)


def _judge(line: Line, places: Mapping[str, int], known: _List) -> Judged:
    given, faults = values(line, places, COLUMNS)
    what = given.get("name", "")
    if faults:
        return wrong(line.number, what, *faults)
    try:
        differences, order = _compared(line.number, given, known)
    except NoLine as why:
        return wrong(line.number, what, str(why))
    if not differences:
        return Judged(line.number, what, Verdict.SAME)
    verdict = Verdict.CHANGED if what in known.providers else Verdict.NEW
    return Judged(line.number, what, verdict, tuple(differences), order=order)


def _compared(number: int, given: dict[str, Any], known: _List) -> tuple[list[Difference], Order]:
    name, there = given["name"], known.providers.get(given["name"])
    had = value_of(there) if there else {}
    own = {key: given[key] for key in OWN if given.get(key)}
    earlier = known.said.get(name)
    if earlier is not None:
        _as_before(own, earlier)
        own = {}
    else:
        known.said[name] = number, own
    differences = [
        Difference(BY_KEY[key].heading, _shown(key, had.get(key)), _shown(key, value))
        for key, value in own.items()
        if had.get(key) != value
    ]
    changed = {key: own[key] for key in own if had.get(key) != own[key]}
    new = there is None and earlier is None
    if new:
        differences = [Difference(BY_KEY["name"].heading, "", name), *differences]
        fields = _new(own, known)
    else:
        _kept(had, changed)
        fields = {key: value for key, value in changed.items() if key in DESCRIBED}
    papers = _papers(had, own, changed, known)
    services, areas, hours = _served(number, given, known)
    served, more = _differs(there, services, areas, hours)
    _has_permits(name, served, known)
    order = Order(name, new, fields, papers, served, areas, hours)
    return [*differences, *more], order


def _as_before(own: dict[str, Any], earlier: tuple[int, dict[str, Any]]) -> None:
    line, said = earlier
    for key, value in own.items():
        if said.get(key) != value:
            told = {"line": line, "what": BY_KEY[key].heading}
            raise NoLine(_("和第 %(line)d 行是同一家，%(what)s要一样，或者留空") % told)


def _new(own: dict[str, Any], known: _List) -> dict[str, Any]:
    """Return what a provider is entered with."""
    if not own.get("telephone"):
        raise NoLine(_("新的企业要写电话"))
    status = own.get("status") or LET_IN[0]
    if status not in LET_IN:
        words = str(_("、")).join(str(one.label) for one in LET_IN)
        raise NoLine(_("新的企业，状态只能写：%(words)s") % {"words": words})
    until = own.get("contract_until_on")
    if status == LET_IN[1] and until is None:
        raise NoLine(_("签约的企业要写合同到期日"))
    if until is not None and until <= known.today:
        raise NoLine(_("合同到期日要在今天以后"))
    since = own.get("since_on") or known.today
    if since > known.today:
        raise NoLine(_("加盟日不能在今天以后"))
    fields = {key: own[key] for key in DESCRIBED if key in own}
    return {"form": Form.COMPANY, **fields, "since_on": since, "status": status, "contract_until_on": until}  # fmt: skip


def _kept(had: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Refuse what has steps of its own, with its hand and its reason."""
    fixed = [str(BY_KEY[key].heading) for key in FIXED if had and key in changed]
    if fixed:
        raise NoLine(_("%(what)s请到企业页面改") % {"what": str(_("、")).join(fixed)})


def _papers(
    had: Mapping[str, Any], own: dict[str, Any], changed: dict[str, Any], known: _List
) -> tuple[Mapping[str, Any], ...]:
    """Return the papers that the line brings."""
    found: list[Mapping[str, Any]] = []
    if "licence" in changed or "licence_until" in changed:
        number = own.get("licence") or had.get("licence")
        if not number:
            raise NoLine(_("写了执照有效至，也要写执照编号"))
        found.append({"kind": PaperKind.LICENCE, "number": number, "until_on": own.get("licence_until")})  # fmt: skip
    if "insurance_until" in changed:
        found.append({"kind": PaperKind.INSURANCE, "until_on": own["insurance_until"]})
    over = [one["until_on"] for one in found if one["until_on"] and one["until_on"] < known.today]
    if over:
        raise NoLine(_("执照或保险 %(day)s 已经过期") % {"day": min(over).isoformat()})
    new = [one for one in own.get("permits", ()) if one not in had.get("permits", ())]
    return (*found, *({"kind": PaperKind.PERMIT, "permit": one} for one in new))


def _served(
    number: int, given: dict[str, Any], known: _List
) -> tuple[tuple[Service, ...], tuple[Area, ...], str]:
    """Return the services of a line, in which areas, at which hours."""
    codes, places = given.get("services", ()), given.get("areas", ())
    unknown = [code for code in codes if code not in known.services]
    if unknown:
        raise NoLine(_("没有编码为 %(codes)s 的小项") % {"codes": str(_("、")).join(unknown)})
    unknown = [code for code in places if code not in known.areas]
    if unknown:
        raise NoLine(_("没有编码为 %(codes)s 的区域") % {"codes": str(_("、")).join(unknown)})
    if codes and not places:
        raise NoLine(_("写了小项，也要写在哪些区域服务"))
    for code in codes:
        first = known.served.setdefault((given["name"], code), number)
        if first != number:
            told = {"line": first, "code": code}
            raise NoLine(_("小项 %(code)s 在第 %(line)d 行已经写过") % told)
    return (
        tuple(known.services[code] for code in codes),
        tuple(known.areas[code] for code in places),
        given.get("hours") or ROUND_THE_CLOCK,
    )


def _has_permits(name: str, services: tuple[Service, ...], known: _List) -> None:
    """Refuse a service for which neither the table nor the list has the permits."""
    there, (_line, said) = known.providers.get(name), known.said[name]
    has = {*said.get("permits", ())}
    if there is not None:
        has |= {one.permit for one in there.papers.all() if _is_good(one, known.today)}
    lacks = dict.fromkeys(one for service in services for one in service.permits if one not in has)
    if lacks:
        raise NoLine(
            _("缺少小项要的证照：%(permits)s") % {"permits": BY_KEY["permits"].write(lacks)}
        )


def _is_good(paper: Credential, today: date) -> bool:
    gone = paper.withdrawn_at or (paper.member and paper.member.ended_at)
    return not gone and (paper.until_on is None or paper.until_on >= today)


def _differs(
    there: Provider | None, services: tuple[Service, ...], areas: tuple[Area, ...], hours: str
) -> tuple[tuple[Service, ...], list[Difference]]:
    """Return which of the services are new or rendered elsewhere or at other hours, and how that is shown."""
    served = served_by(there) if there else {}
    had = {code: where for where, codes in served.items() for code in codes}
    now = tuple(sorted(area.code for area in areas)), hours
    changed = tuple(one for one in services if had.get(one.code) != now)
    return changed, [
        Difference(one.name, _where(had[one.code]) if one.code in had else "", _where(now))
        for one in changed
    ]


def _where(served: tuple[tuple[str, ...], str]) -> str:
    areas, hours = served
    return f"{str(_('、')).join(areas)} {hours}"


def _shown(key: str, value: Any) -> str:
    return BY_KEY[key].write(value) if value not in (None, "", ()) else ""

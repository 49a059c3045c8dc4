"""What a table would change of the price lists, line by line; nothing is written here (`actions.take_in`).

A line names a provider, a service and a price. A price that is agreed already, or waits for an answer, is left as it is;
any other is proposed, and somebody else agrees as to every price. An empty price says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.models import PriceMode, Service
from hotline.providers.life import GONE
from hotline.providers.models import Provider
from hotline.sheets.columns import fit, values
from hotline.sheets.dry_run import Difference, DryRun, Judged, Verdict, wrong
from hotline.sheets.lines import Line, Table

from . import queries
from .charges import Charge, of_catalogue
from .life import Status
from .models import Price
from .sheet import COLUMNS, line_of

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be proposed for one line."""

    provider: int
    service: int
    mode: PriceMode
    yuan: Decimal
    unit: str
    from_on: date


class NoLine(Exception):
    """The line cannot be done; the text says why and what to write."""


@dataclass(slots=True)
class _Lists:
    """The providers there are with what they serve, their prices, and which lines have named one already."""

    start: date
    today: date
    providers: Mapping[str, Provider]
    served: Mapping[Key, Service]
    now: Mapping[Key, Price]
    coming: Mapping[Key, list[Price]]
    proposed: Mapping[Key, Price]
    named: dict[Key, int] = field(default_factory=dict)


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; a line without a day of its own begins on *start*."""
    places = fit(table.head, COLUMNS)
    known = _read(start, today)
    return DryRun([_judge(line, places, known) for line in table.lines])


def exported(on: date) -> Iterable[Mapping[str, Any]]:
    """Yield what every provider asks for every service that it renders: what holds, and what will."""
    known = _read(on, on)
    for name, provider in sorted(known.providers.items()):
        if provider.status in GONE:
            continue
        services = [one for key, one in known.served.items() if key[0] == provider.pk]
        for service in sorted(services, key=lambda one: one.code):
            key = provider.pk, service.code
            held = [one for one in (known.now.get(key), *known.coming[key]) if one is not None]
            for price in (*held,) or (None,):
                yield line_of(known.providers[name], service, price)


def _read(start: date, today: date) -> _Lists:
    """Read all that a line is compared with, in a few queries."""
    providers = {one.name: one for one in Provider.objects.prefetch_related("offers__service")}
    terms = {one.code: one for one in Service.objects.offered_on(today)}
    served = {
        (one.pk, offer.service.code): terms[offer.service.code]
        for one in providers.values()
        for offer in one.offers.all()
        if offer.service.code in terms
    }
    coming: dict[Key, list[Price]] = defaultdict(list)
    proposed: dict[Key, Price] = {}
    rows = Price.objects.exclude(status__in=(Status.REFUSED, Status.WITHDRAWN))
    for price in rows.order_by("from_on", "pk"):
        if price.status == Status.PROPOSED:
            proposed[price.provider_id, price.code] = price
        elif price.from_on > today:
            coming[price.provider_id, price.code].append(price)
    now = queries.holding(at=clock.now())
    return _Lists(start, today, providers, served, now, coming, proposed)


def _judge(line: Line, places: Mapping[str, int], known: _Lists) -> Judged:
    given, faults = values(line, places, COLUMNS)
    what = " ".join(str(given[key]) for key in ("provider", "code") if given.get(key))
    if faults:
        return wrong(line.number, what, *faults)
    try:
        key, service, asked = _asked(given, known)
        if asked is None:
            return Judged(line.number, what, Verdict.SAME)
        return _compared(line.number, what, key, service, asked, given.get("from_on"), known)
    except NoLine as why:
        return wrong(line.number, what, str(why))


def _asked(given: Mapping[str, Any], known: _Lists) -> tuple[Key, Service, Charge | None]:
    """Return for what a line names a price, and which; None where it names none."""
    provider = known.providers.get(given["provider"])
    if provider is None:
        raise NoLine(_("名单里没有“%(name)s”") % {"name": given["provider"]})
    if provider.status in GONE:
        raise NoLine(_("%(provider)s 已经不在册。") % {"provider": provider.short_name})
    key = provider.pk, given["code"]
    service = known.served.get(key)
    if service is None:
        raise NoLine(_("%(provider)s 不做这个小项。") % {"provider": provider.short_name})
    mode, yuan, unit = given["mode"], given["yuan"], given["unit"]
    if mode is None and yuan is None:
        return key, service, None
    if mode is None or not yuan or not unit:
        raise NoLine(_("计价方式、价格和单位要一起写，价格要大于 0"))
    return key, service, Charge(mode=mode, yuan=yuan, unit=unit, agreed=True)


def _compared(
    number: int, what: str, key: Key, service: Service, asked: Charge, day: date | None, known: _Lists
) -> Judged:  # fmt: skip
    """Judge a line that names a price: it is so already, or it is proposed."""
    now, waiting = known.now.get(key), known.proposed.get(key)
    held = [one for one in (now, *known.coming[key]) if one is not None]
    if any(one.charge == asked and day in (None, one.from_on) for one in held):
        return Judged(number, what, Verdict.SAME)
    from_on = day or known.start
    if waiting is not None:
        if waiting.charge == asked and from_on == waiting.from_on:
            return Judged(number, what, Verdict.SAME)
        raise NoLine(_("这个小项已经有一个价目在等答复，请先撤回那一个。"))
    if from_on < known.today:
        raise NoLine(_("价目要从今天或以后开始，答应过的价不能改。"))
    first = known.named.setdefault(key, number)
    if first != number:
        raise NoLine(_("这个小项在第 %(line)d 行已经提了一个价，一次只能提一个") % {"line": first})
    was = now.charge if now else of_catalogue(service)
    words = _("%(day)s 起 %(price)s") % {"day": from_on, "price": asked.words}
    order = Order(key[0], service.pk, asked.mode, asked.yuan or Decimal(0), asked.unit, from_on)
    verdict = Verdict.CHANGED if now else Verdict.NEW
    return Judged(number, what, verdict, (Difference(_("价目"), was.words, words),), order=order)

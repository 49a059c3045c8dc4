"""What is done with providers' prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.models import PriceMode, Service
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.providers.life import GONE
from hotline.providers.models import Provider
from hotline.today import today

from .importing import Order
from .life import LIFE, PROPOSES, Status
from .models import MODES, Price


def propose(
    provider: Provider,
    service: Service,
    *,
    by: Person,
    mode: PriceMode,
    yuan: Decimal,
    unit: str,
    from_on: date,
) -> Price:
    """Write down what a provider wants to ask for a service from a day on; somebody of the line agrees or refuses."""
    mine = Provider.objects.seen_by(by).filter(pk=provider.pk).exists()
    if not by.role & PROPOSES or not mine:
        raise NotYours(_("价目由这家企业自己提，或者由核对企业的人登记。"))
    _is_sound(mode, yuan, unit, from_on)
    with transaction.atomic(savepoint=False):
        [provider] = rows.lock(Provider, [provider.pk])  # one after the other
        if provider.status in GONE:
            raise NotSo(_("%(provider)s 已经不在册。") % {"provider": provider.short_name})
        if not provider.offers.filter(service__code=service.code).exists():
            raise NotSo(_("%(provider)s 不做这个小项。") % {"provider": provider.short_name})
        if provider.prices.filter(code=service.code, status=Status.PROPOSED).exists():
            raise NotNow(_("这个小项已经有一个价目在等答复，请先撤回那一个。"))
        price = Price(
            provider=provider,
            service=service,
            code=service.code,
            mode=mode,
            yuan=yuan,
            unit=unit.strip(),
            from_on=from_on,
            proposed_at=clock.now(),
            proposed_by=by,
        )
        said = {"provider": provider, "service": service, "mode": mode, "yuan": yuan}
        return LIFE.begin(price, act="propose", by=by, **said, unit=price.unit, from_on=from_on)


def take_in(orders: Iterable[Order], *, by: Person) -> None:
    """Propose every price that a table orders; each leaves its own entry and waits for somebody else."""
    for order in orders:
        propose(
            Provider.objects.get(pk=order.provider),
            Service.objects.get(pk=order.service),
            by=by,
            mode=order.mode,
            yuan=order.yuan,
            unit=order.unit,
            from_on=order.from_on,
        )


@LIFE.action
def agree(price: Price, *, by: Person) -> dict[str, date]:
    """Let a price hold from its day, or from today where its day has gone by: no earlier promise is touched."""
    if price.proposed_by_id == by.pk:
        raise NotYours(_("价目是您自己登记的，要由另一位值班长或管理员同意。"))
    if price.provider.status in GONE:
        raise NotSo(_("%(provider)s 已经不在册。") % {"provider": price.provider.short_name})
    price.from_on = max(price.from_on, today())
    price.decided_at, price.decided_by = clock.now(), by
    return {"from_on": price.from_on}


@LIFE.action
def refuse(price: Price, *, by: Person, why: str) -> None:
    """Say no to a price; what held before goes on."""
    price.decided_at, price.decided_by = clock.now(), by


@LIFE.action
def withdraw(price: Price, *, by: Person) -> None:
    """Take a price back that nobody has answered."""


def _is_sound(mode: PriceMode, yuan: Decimal, unit: str, from_on: date) -> None:
    if mode not in MODES:
        raise NotSo(_("计价方式只能是一口价、起价或上门费。"))
    if not 0 < yuan < 1_000_000:
        raise NotSo(_("价格要大于 0 元。"))
    if not unit.strip():
        raise NotSo(_("请写明单位，比如“次”。"))
    if from_on < today():
        raise NotSo(_("价目要从今天或以后开始，答应过的价不能改。"))

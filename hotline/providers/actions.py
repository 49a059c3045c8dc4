"""What is done to providers: one function for each step of `life.py`, and what else is written down of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hotline.areas.models import Area
from hotline.catalogue.models import Service
from hotline.journal import log as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import STAFF, Role
from hotline.today import today
from hotline.worktime import hours as spans

from . import codes
from .credentials import actions as papers
from .credentials import queries as admission
from .credentials.queries import Held
from .importing import Order
from .life import DECIDES, LIFE, Status
from .models import Credential, Form, Offer, PaperKind, Provider
from .workers.actions import allow
from .workers.actions import send_member as send_member

DESCRIBED = {
    "name", "short_name", "form", "telephone", "address", "address_area", "legal_person", "most_open",
}  # fmt: skip
"""What is known of a provider and may be written anew at any time."""


def enter(
    name: str,
    *,
    by: Person,
    telephone: str,
    since_on: date,
    short_name: str = "",
    form: Form = Form.COMPANY,
    status: Status = Status.TRIAL,
    area: Area | None = None,
    address: str = "",
    legal_person: str = "",
    most_open: int = 5,
    permits: Iterable[str] = (),
    contract_until_on: date | None = None,
) -> Provider:
    """Put on the list a provider that was let in before this house kept the list."""
    allow(by)
    with transaction.atomic():
        _one_by_one()
        if Provider.objects.filter(name=name).exists():
            raise _known(name)
        provider = Provider.objects.create(
            name=name,
            short_name=short_name or name,
            form=form,
            status=status,
            telephone=telephone,
            address=address,
            address_area=area,
            legal_person=legal_person,
            most_open=most_open,
            since_on=since_on,
            contract_until_on=contract_until_on,
        )
        for permit in dict.fromkeys(permits):
            papers.keep(Credential(provider=provider, kind=PaperKind.PERMIT, permit=permit), by=by)
        if contract_until_on is not None:
            _contract(provider, contract_until_on, by=by)
        journal.write(act="enter", about=provider, by=by, now=status)
    return provider


def describe(provider: Provider, *, by: Person, **known: Any) -> None:
    """Write down how a provider is called and reached now, and how many jobs it may have at once."""
    allow(by)
    if strange := known.keys() - DESCRIBED:
        raise ValueError(f"not described: {sorted(strange)}")
    with transaction.atomic():
        held = _hold(provider)
        name = known.get("name", held.name)
        if name != held.name and Provider.objects.filter(name=name).exists():
            raise _known(name)
        changed = {key: value for key, value in known.items() if getattr(held, key) != value}
        if not changed:
            return
        for key, value in changed.items():
            setattr(held, key, value)
        held.save(update_fields=list(changed))
        journal.write(act="describe", about=held, by=by, said={"changed": sorted(changed)})


def serve(
    provider: Provider,
    service: Service,
    *,
    by: Person,
    areas: Iterable[Area],
    hours: str = spans.ROUND_THE_CLOCK,
) -> Offer:
    """Let a provider be sent for a service, in some areas, at some hours; said again, it is changed."""
    allow(by)
    _readable(hours)
    missing = Held(provider, today=today()).missing(service.permits)
    if missing:
        raise NotSo(
            _("%(provider)s 缺少这个小项要的证照：%(permits)s")
            % {"provider": provider, "permits": _("、").join(missing)}
        )
    with transaction.atomic():
        held = _hold(provider)
        offer = _offered(held, service, areas, hours)
        said = {"service": service, "areas": list(offer.areas.all()), "hours": hours}
        journal.write(act="serve", about=held, by=by, said=said)
    return offer


def stop_serving(provider: Provider, service: Service, *, by: Person) -> None:
    """Let a provider be sent for a service no more; what it has in hand of it, it finishes."""
    allow(by)
    with transaction.atomic():
        held = _hold(provider)
        if not Offer.objects.filter(provider=held, service=service).delete()[0]:
            raise NotSo(_("%(provider)s 没有登记这个小项。") % {"provider": held.short_name})
        journal.write(act="stop_serving", about=held, by=by, said={"service": service})


def apply(
    name: str,
    *,
    by: Person,
    telephone: str,
    short_name: str = "",
    form: Form = Form.COMPANY,
    area: Area | None = None,
    address: str = "",
    legal_person: str = "",
    services: Iterable[Service] = (),
    areas: Iterable[Area] = (),
    hours: str = spans.ROUND_THE_CLOCK,
) -> Provider:
    """Write down that somebody asks to be let in, and what it would serve: at the counter or on the web."""
    if not by.role & (STAFF | Role.CITIZEN):
        raise NotYours(_("加盟申请在网上提交，或者由热线工作人员登记。"))
    _readable(hours)
    with transaction.atomic():
        _one_by_one()
        if Provider.objects.filter(name=name).exists():
            raise _known(name)
        provider = Provider(
            name=name,
            short_name=short_name or name[:40],
            form=form,
            telephone=telephone,
            address=address,
            address_area=area,
            legal_person=legal_person,
            since_on=today(),
            code=codes.new(),
        )
        asked, where = list(services), list(areas)
        LIFE.begin(provider, act="apply", by=by, services=asked, areas=where, hours=hours)
        for service in asked:
            _offered(provider, service, where, hours)
    return provider


@LIFE.action
def check(provider: Provider, *, by: Person, seen: str) -> None:
    """Its papers were read, and are good: all that its form and its services ask for."""
    _has_all(provider)
    provider.checked_by = by


@LIFE.action
def visit(provider: Provider, *, by: Person, seen: str) -> None:
    """Somebody has seen where it works."""


@LIFE.action
def try_out(provider: Provider, *, by: Person, why: str) -> None:
    """Let it be sent, on trial: a second person decides, not who read its papers."""
    if provider.checked_by_id == by.pk:
        raise NotYours(_("核对资料的人不能自己批准，请另一位值班长或管理员来批。"))
    _has_all(provider)
    provider.since_on = today()


@LIFE.action
def sign(provider: Provider, *, by: Person, until_on: date) -> None:
    """It has a contract, with a term."""
    _contract(provider, _in_the_future(until_on), by=by)


@LIFE.action
def renew(provider: Provider, *, by: Person, until_on: date) -> None:
    """Its contract goes on."""
    _contract(provider, _in_the_future(until_on), by=by)


@LIFE.action
def suspend(provider: Provider, *, by: Person, why: str) -> None:
    """Send it nowhere for now; what it has in hand it finishes."""


@LIFE.action
def resume(provider: Provider, *, by: Person, why: str) -> None:
    """Send it again, under the contract it has."""
    if provider.contract_until_on is None or provider.contract_until_on < today():
        raise NotSo(_("没有有效的合同，请先恢复试用再签约。"))


@LIFE.action
def resume_trial(provider: Provider, *, by: Person, why: str) -> None:
    """Send it again, on trial: what contract it had ends."""
    _end_contract(provider)


@LIFE.action
def refuse(provider: Provider, *, by: Person, why: str) -> None:
    """Do not let it in."""


@LIFE.action
def leave(provider: Provider, *, by: Person, why: str) -> None:
    """It goes of itself, or its contract has ended."""


@LIFE.action
def expel(provider: Provider, *, by: Person, why: str, barred_until_on: date | None = None) -> None:
    """Send it off for its faults; until a day it may not ask to come back."""
    provider.barred_until_on = barred_until_on


@LIFE.action
def readmit(provider: Provider, *, by: Person, why: str) -> None:
    """Let it go on under its contract: what it was sent off for is as if it had never been."""
    provider.barred_until_on = None


@LIFE.action
def readmit_trial(provider: Provider, *, by: Person, why: str) -> None:
    """Let it go on on trial: what it was sent off for is as if it had never been."""
    provider.barred_until_on = None


def set_share(provider: Provider, *, by: Person, pct: int, why: str) -> None:
    """Say how much of its turn it gets: a red card takes some of it, until it counts no more."""
    if not by.role & (DECIDES | Role.CLOCK):
        raise NotYours(_("只有值班长和管理员可以改加盟企业。"))
    with transaction.atomic():
        said = {"pct": pct, "why": journal.Said(why)}
        journal.write(act="set_share", about=provider, by=by, said=said)
        Provider.objects.filter(pk=provider.pk).update(share_pct=pct, version=F("version") + 1)


@LIFE.action
def apply_again(provider: Provider, *, by: Person, why: str) -> None:
    """One that is gone asks to be let in: everything is looked at anew."""
    barred = provider.barred_until_on
    if barred is not None and today() < barred:
        raise NotSo(_("清退后 %(day)s 以前不能重新申请。") % {"day": barred.isoformat()})
    provider.checked_by = provider.barred_until_on = None
    provider.code = provider.code or codes.new()
    _end_contract(provider)


def take_in(orders: Iterable[Order], *, by: Person) -> None:
    """Do all that a table orders: enter, describe, add papers, serve; each leaves its own entry."""
    for order in orders:
        if order.new:
            provider = enter(order.name, by=by, **order.known)
        else:
            provider = Provider.objects.get(name=order.name)
            describe(provider, by=by, **order.known)
        for paper in order.papers:
            papers.add_paper(provider, by=by, **paper)
        for service in order.services:
            serve(provider, service, areas=order.areas, hours=order.hours, by=by)


def hold() -> None:
    """Let one at a time change the whole list."""
    _one_by_one()


def _offered(provider: Provider, service: Service, areas: Iterable[Area], hours: str) -> Offer:
    """Write down one service of a provider, and until when its papers let it be rendered."""
    offer, __ = Offer.objects.update_or_create(
        provider=provider, service=service, defaults={"hours": hours}
    )
    offer.areas.set(areas)
    older = Offer.objects.filter(provider=provider, service__code=service.code)
    older.exclude(pk=offer.pk).delete()  # the same on terms of before
    papers.settle(provider)
    offer.refresh_from_db(fields=["until_on"])
    return offer


def _readable(hours: str) -> None:
    try:
        spans.minutes(hours)
    except ValueError:
        raise NotSo(_("服务时间要写成 07:30-20:00 这样。")) from None


def _has_all(provider: Provider) -> None:
    lacks = admission.lacking(provider, today=today())
    if lacks:
        raise NotSo(_("材料不全，%(lacks)s。") % {"lacks": admission.without(lacks)})


def _contract(provider: Provider, until: date, *, by: Person) -> None:
    """Write the contract down as a paper: it ends, and is warned of, as the others."""
    provider.contract_until_on = until
    kept = Credential(provider=provider, kind=PaperKind.CONTRACT, issued_on=today(), until_on=until)
    papers.keep(kept, by=by)
    papers.settle(provider)


def _end_contract(provider: Provider) -> None:
    provider.contract_until_on = None
    for paper in Credential.objects.standing().filter(provider=provider, kind=PaperKind.CONTRACT):
        papers.take_back(paper)
    papers.settle(provider)


def _in_the_future(day: date) -> date:
    if day <= today():
        raise NotSo(_("到期日要在今天以后。"))
    return day


def _known(name: str) -> NotSo:
    return NotSo(_("名单里已经有“%(name)s”。") % {"name": name})


def _one_by_one() -> None:
    """Hold the list: a name that is not on it yet has no row to hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('providers'))")


def _hold(provider: Provider) -> Provider:
    return Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)

"""What is done to providers: one function for each step of `life.py`, and what else is written down of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hotline.areas.models import Area
from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.journal import log as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.today import today
from hotline.worktime import hours as spans

from .life import DECIDES, LIFE, Status
from .models import Form, Member, Offer, Provider


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
    most_open: int = 5,
    permits: Iterable[str] = (),
) -> Provider:
    """Put on the list a provider that was let in before this house kept the list."""
    _allow(by)
    with transaction.atomic():
        provider = Provider.objects.create(
            name=name,
            short_name=short_name or name,
            form=form,
            status=status,
            telephone=telephone,
            address_area=area,
            most_open=most_open,
            since_on=since_on,
            permits=list(permits),
        )
        journal.write(act="enter", about=provider, by=by, now=status)
    return provider


def serve(
    provider: Provider,
    service: Service,
    *,
    by: Person,
    areas: Iterable[Area],
    hours: str = spans.ROUND_THE_CLOCK,
) -> Offer:
    """Let a provider be sent for a service, in some areas, at some hours; said again, it is changed."""
    _allow(by)
    try:
        spans.minutes(hours)
    except ValueError:
        raise NotSo(_("服务时间要写成 07:30-20:00 这样。")) from None
    missing = set(service.permits) - set(provider.permits)
    if missing:
        raise NotSo(
            _("%(provider)s 缺少这个小项要的证照：%(permits)s")
            % {
                "provider": provider,
                "permits": _("、").join(str(Permit(one).label) for one in sorted(missing)),
            }
        )
    with transaction.atomic():
        offer, __ = Offer.objects.update_or_create(
            provider=provider, service=service, defaults={"hours": hours}
        )
        offer.areas.set(areas)
        said = {"service": service, "areas": list(offer.areas.all()), "hours": hours}
        journal.write(act="serve", about=provider, by=by, said=said)
    return offer


def send_member(
    provider: Provider,
    person: Person,
    *,
    by: Person,
    telephone: str,
    certificates: Iterable[str] = (),
    answers_offers: bool = False,
) -> Member:
    """Let a worker come to people's homes for a provider."""
    _allow(by)
    with transaction.atomic():
        member = Member.objects.create(
            provider=provider,
            person=person,
            telephone=telephone,
            certificates=list(certificates),
            answers_offers=answers_offers,
        )
        journal.write(act="send_member", about=member, by=by, said={"provider": provider})
    return member


def apply(
    name: str,
    *,
    by: Person,
    telephone: str,
    short_name: str = "",
    form: Form = Form.COMPANY,
    area: Area | None = None,
    legal_person: str = "",
) -> Provider:
    """Write down that somebody asks to be let in, at the counter or on the web."""
    if Provider.objects.filter(name=name).exists():
        raise NotSo(_("名单里已经有“%(name)s”。") % {"name": name})
    provider = Provider(
        name=name,
        short_name=short_name or name[:40],
        form=form,
        telephone=telephone,
        address_area=area,
        legal_person=legal_person,
        since_on=today(),
    )
    return LIFE.begin(provider, act="apply", by=by)


@LIFE.action
def check(provider: Provider, *, by: Person, seen: str) -> None:
    """Its papers were read, and are good."""
    provider.checked_by = by


@LIFE.action
def visit(provider: Provider, *, by: Person, seen: str) -> None:
    """Somebody has seen where it works."""


@LIFE.action
def try_out(provider: Provider, *, by: Person, why: str) -> None:
    """Let it be sent, on trial: a second person decides, not who read its papers."""
    if provider.checked_by_id == by.pk:
        raise NotYours(_("核对资料的人不能自己批准，请另一位值班长或管理员来批。"))
    provider.since_on = today()


@LIFE.action
def sign(provider: Provider, *, by: Person, until_on: date) -> None:
    """It has a contract, with a term."""
    provider.contract_until_on = _in_the_future(until_on)


@LIFE.action
def renew(provider: Provider, *, by: Person, until_on: date) -> None:
    """Its contract goes on."""
    provider.contract_until_on = _in_the_future(until_on)


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
    """Send it again, on trial."""


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
    provider.checked_by = provider.contract_until_on = provider.barred_until_on = None


def _in_the_future(day: date) -> date:
    if day <= today():
        raise NotSo(_("到期日要在今天以后。"))
    return day


def _allow(by: Person) -> None:
    if not by.may("manage_providers"):
        raise NotYours(_("只有值班长和管理员可以改加盟企业。"))

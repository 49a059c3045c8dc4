"""What is done to providers: entered on the list, given services, members, a standing. Admission is its own matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.areas.models import Area
from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.journal import log as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.worktime import hours as spans

from .models import Form, Member, Offer, Provider, Standing


def enter(
    name: str,
    *,
    by: Person,
    telephone: str,
    since_on: date,
    short_name: str = "",
    form: Form = Form.COMPANY,
    standing: Standing = Standing.TRIAL,
    area: Area | None = None,
    most_open: int = 5,
    permits: Iterable[str] = (),
) -> Provider:
    """Put a provider on the list of those the line may send."""
    _allow(by)
    with transaction.atomic():
        provider = Provider.objects.create(
            name=name,
            short_name=short_name or name,
            form=form,
            standing=standing,
            telephone=telephone,
            address_area=area,
            most_open=most_open,
            since_on=since_on,
            permits=list(permits),
        )
        journal.write(act="enter", about=provider, by=by, said={"standing": standing})
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


def set_standing(provider: Provider, standing: Standing, *, by: Person, why: str) -> Provider:
    """Change how a provider stands with the line; from then on it is sent, or is not."""
    _allow(by)
    with transaction.atomic():
        held = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
        was, held.standing = held.standing, standing
        held.save(update_fields=["standing"])
        said = {"why": journal.Said(why)}
        journal.write(act="set_standing", about=held, by=by, said=said, was=was, now=standing)
    return held


def _allow(by: Person) -> None:
    if not by.may("manage_providers"):
        raise NotYours(_("只有值班长和管理员可以改加盟企业。"))

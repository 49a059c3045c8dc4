"""Money in tests that look at everything: prices, deposits and disputes as the pages, the addresses and the random walks need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline.deposits.models import Draw, Voucher
    from hotline.dispatch.models import Dispatch
    from hotline.disputes.models import Dispute
    from hotline.people.models import Person
    from hotline.pricelists.models import Price
    from tests.town import Town

SERVICES = {"家家乐": "水管维修", "老潘水电": "水管维修", "明光电工": "电路维修"}
WHOSE = {"own": "家家乐", "other": "老潘水电", "secret": "明光电工"}


def begin(town: Town, job: Dispatch, lin: Person) -> None:
    """Let a provider name a price and leave a deposit, and its work be disputed."""
    from hotline.deposits import actions as deposits
    from hotline.disputes import actions as disputes
    from hotline.disputes.life import About

    provider, leader = job.provider, town.leader
    _propose(provider, town.services["水管维修"], lin)
    deposits.pay_in(provider, by=leader, amount=Decimal(5000), why="收据")
    deposits.ask_draw(provider, by=leader, amount=Decimal(100), why="赔付")
    disputes.open_dispute(job, by=town.operator_28, about_what=About.PRICE, why="价格不对")


def price(things: Any, which: str) -> Price:
    """Return a price that waits for an answer."""
    provider = things.town.providers[WHOSE[which]]
    service = things.town.services[SERVICES[WHOSE[which]]]
    return provider.prices.first() or _propose(provider, service, _witness(things.town))


def voucher(things: Any, which: str) -> Voucher:
    """Return a booking."""
    from hotline.deposits import actions as deposits
    from hotline.deposits.models import Voucher

    provider = things.town.providers[WHOSE[which]]
    rows = Voucher.objects.filter(postings__account__provider=provider)
    if not rows.exists():
        deposits.pay_in(provider, by=_witness(things.town), amount=Decimal(100), why="收据")
    return rows.order_by("pk")[0]


def draw(things: Any, which: str) -> Draw:
    """Return a draw that waits for a second word."""
    from hotline.deposits import actions as deposits
    from hotline.deposits.models import Draw

    voucher(things, which)
    provider = things.town.providers[WHOSE[which]]
    known = Draw.objects.filter(account__provider=provider).first()
    return known or deposits.ask_draw(
        provider, by=_witness(things.town), amount=Decimal(5), why="赔付"
    )


def dispute(things: Any, which: str) -> Dispute:
    """Return a dispute about work that was done."""
    from hotline.dispatch import actions as dispatch
    from hotline.disputes import actions as disputes
    from hotline.disputes.life import About
    from hotline.disputes.queries import DISPUTED
    from tests.stories.steps import as_it_is, the_house_reacts

    job = as_it_is(things.dispatches[which])
    if job.status not in DISPUTED:
        worker = things.town.people["pan" if which == "other" else "lin"]
        job = dispatch.finish(job, by=worker, answer="修好了")
        the_house_reacts()
    return job.disputes.first() or disputes.open_dispute(
        job, by=things.town.operator_28, about_what=About.PRICE, why="价格不对"
    )


def _propose(provider: Any, service: Any, by: Any) -> Price:
    from hotline.catalogue.models import PriceMode
    from hotline.pricelists import actions as pricelists
    from hotline.today import today

    return pricelists.propose(
        provider, service, by=by, mode=PriceMode.FIXED, yuan=Decimal(80), unit="次", from_on=today()
    )


def _witness(town: Town) -> Person:
    """Return who wrote something down, so that whoever tries the addresses may answer it."""
    from hotline.people import actions as people
    from hotline.people.models import Person
    from hotline.people.roles import Role

    known = Person.objects.filter(username="entered").first()
    return known or people.engage(
        "entered", name="郑值班", number="09", role=Role.LEADER, by=town.people["admin"]
    )


def dress(person: Callable[[str], Any]) -> None:
    """Let the busiest provider have prices, a deposit with a wrong entry, and disputes as far as they go."""
    from hotline.deposits import actions as deposits
    from hotline.deposits.models import Voucher
    from hotline.dispatch.models import Dispatch

    leader, admin = person("leader01"), person("admin")
    provider = Dispatch.objects.open().latest("pk").provider
    worker = provider.members.order_by("pk")[0].person
    _prices(provider, worker, leader)
    deposits.agree_deposit(provider, by=leader, yuan=Decimal(2000))
    for amount in (2000, 20000):
        deposits.pay_in(provider, by=leader, amount=Decimal(amount), why=f"收据 {amount}")
    deposits.reverse(Voucher.objects.latest("pk"), by=admin, why="多打了一个零")
    deposits.approve(
        deposits.ask_draw(provider, by=leader, amount=Decimal(300), why="赔地板"), by=admin
    )
    deposits.ask_draw(provider, by=leader, amount=Decimal(80), why="退差价")
    _disputes(provider, worker, leader, person("operator28"))


def _prices(provider: Any, worker: Any, leader: Any) -> None:
    """Let one price hold, one begin later, one wait, one have been refused."""
    from hotline.catalogue.models import PriceMode
    from hotline.pricelists import actions as pricelists
    from hotline.today import today

    service = provider.offers.order_by("pk")[0].service

    def propose(yuan: int, mode: PriceMode, days: int = 0) -> Any:
        on = today() + timedelta(days=days)
        return pricelists.propose(
            provider, service, by=worker, mode=mode, yuan=Decimal(yuan), unit="次", from_on=on
        )

    pricelists.agree(propose(80, PriceMode.FIXED), by=leader)
    pricelists.agree(propose(90, PriceMode.FIXED, 30), by=leader)
    pricelists.refuse(propose(300, PriceMode.FROM), by=leader, why="比同行高出一倍")
    propose(95, PriceMode.VISIT_FEE, 60)


def _disputes(provider: Any, worker: Any, leader: Any, desk: Any) -> None:
    """Let one dispute be heard, one be due and one be paid."""
    from hotline.dispatch.models import Dispatch
    from hotline.disputes import actions as disputes
    from hotline.disputes.life import About, Kind
    from hotline.disputes.queries import DISPUTED
    from hotline.today import today

    jobs = Dispatch.objects.filter(provider=provider, status__in=DISPUTED).order_by("-pk")[:3]
    for n, job in enumerate(jobs):
        one = disputes.open_dispute(
            job, by=desk, about_what=About.DAMAGE, asked=Decimal(500), why="说换管时泡坏了地板"
        )
        if n:
            one = disputes.hear_citizen(one, by=desk, words="水一直漫到客厅")
            one = disputes.answer(one, by=worker, words="总阀锈死，当场说过")
            one = disputes.advise(
                one, by=leader, adviser="郑顾问", office="律师", given_on=today(),
                opinion="以维修费为限赔偿为宜。",
            )  # fmt: skip
            one = disputes.settle(
                one, by=leader, kind=Kind.COMPENSATION, amount=Decimal(300), why="按维修费赔偿"
            )
        if n > 1:
            disputes.pay(one, by=desk, receipt="收条")

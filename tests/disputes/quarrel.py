"""How a dispute comes about and how far it is brought, by the town's own people."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hotline.cases import actions as cases
from hotline.dispatch import actions as dispatch
from hotline.disputes import actions as disputes
from hotline.disputes.life import About, Kind
from hotline.disputes.models import Dispute
from hotline.today import today

if TYPE_CHECKING:
    from hotline.dispatch.models import Dispatch
    from tests.town import Town

OPINION = "地板受损与换管有因果关系，以维修费为限赔偿为宜。"


def job(town: Town, *, done: bool = True) -> Dispatch:
    """Let 家家乐 have mended Ms Chen's pipe."""
    asked = cases.Asked(
        said="水槽漏水", service=town.services["水管维修"], area=town.places["虹桥"]
    )
    case = cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", "13800005126"))
    work = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    work = dispatch.accept(work, by=town.people["lin"])
    if done:
        return dispatch.finish(work, by=town.people["lin"], answer="换软管", amount=Decimal(260))
    return work


def opened(town: Town) -> Dispute:
    """Let Ms Chen say that the floor is spoilt."""
    return disputes.open_dispute(
        job(town), by=town.operator_28, about_what=About.DAMAGE, asked=Decimal(500),
        why="说换管时没关总阀，地板泡坏",
    )  # fmt: skip


def heard(town: Town) -> Dispute:
    """Let both have said what they have to say."""
    one = disputes.hear_citizen(opened(town), by=town.operator_28, words="陈女士：水漫到客厅")
    return disputes.answer(one, by=town.people["lin"], words="总阀锈死，关不紧，当场说过")


def advised(town: Town) -> Dispute:
    """Let the adviser have been asked."""
    return disputes.advise(
        heard(town), by=town.people["reviewer"], adviser="郑顾问", office="律师，某某律师事务所",
        given_on=today() - timedelta(days=1), opinion=OPINION,
    )  # fmt: skip


def settled(town: Town, amount: int = 300) -> Dispute:
    """Let the leader have settled it for Ms Chen."""
    return disputes.settle(
        advised(town), by=town.leader, kind=Kind.COMPENSATION, amount=Decimal(amount),
        why="按维修费赔偿",
    )  # fmt: skip

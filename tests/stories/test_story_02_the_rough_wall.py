"""Story 2 (81890): Ms Li says that a provider painted her wall badly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.life import Status as CaseStatus
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import HandledBy, PriceMode
from hotline.catalogue.terms import Terms
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Colour, Fault
from hotline.discipline.life import Status, Way
from hotline.discipline.models import Card, Cause
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.life.errors import NotYours
from hotline.providers import actions as providers
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at

DAY_MIN = 24 * 60


def painted(town: Town) -> Dispatch:
    """家家乐 paints Ms Li's wall; called back the same day she has not looked at it in daylight, and is content."""
    terms = Terms(
        name="墙面粉刷", keywords=("刷墙",), description="墙面粉刷", price_mode=PriceMode.QUOTE,
        reference_price=None, unit="次", urgent=False, around_the_clock=True,
        promised_arrival_min=120, warranty_days=90, handled_by=HandledBy.PROVIDER,
    )  # fmt: skip
    admin, operator_28 = town.people["admin"], town.operator_28
    group = town.services["水管维修"].group
    painting = catalogue.offer(
        "SD03", group=group, terms=terms, valid_from=date(2012, 1, 1), by=admin
    )
    jia = town.providers["家家乐"]
    providers.serve(jia, painting, areas=[town.places["瑞安"]], by=admin)
    asked = cases.Asked(said="客厅的墙想重新粉刷", service=painting, area=town.places["虹桥"])
    case = cases.take_in(asked, by=operator_28, caller=town.caller("李", "13800005300"))
    job = dispatch.offer(case, to=jia, by=operator_28)
    does(job, town, "客厅墙面刷好")
    is_asked(job, town, Liking.CONTENT)
    return job


def does(job: Dispatch, town: Town, what: str) -> None:
    """The provider comes and says that it is done."""
    worker = town.people["lin"]
    dispatch.accept(job, by=worker)
    minutes_pass(60)
    dispatch.arrive(job, by=worker)
    minutes_pass(90)
    dispatch.finish(job, by=worker, answer=what, amount=Decimal(300))
    the_house_reacts()


def is_asked(job: Dispatch, town: Town, liking: Liking) -> None:
    """Operator 28 calls Ms Li back."""
    minutes_pass(30)
    owed = as_it_is(job.case).followups.latest("pk")
    followups.ask(
        owed, by=town.operator_28, answered=YesNo.YES, solved=YesNo.YES, attitude=liking,
        outcome=liking, speed=liking,
    )  # fmt: skip
    the_house_reacts()


def test_the_rough_wall(town: Town) -> None:
    operator_28, leader = town.operator_28, town.leader
    jia, plasterer = town.providers["家家乐"], town.people["lin"]
    with clock.frozen(at(9)):
        job = painted(town)
        assert as_it_is(job.case).status == CaseStatus.CLOSED

        # The next morning Ms Li calls: by daylight the wall is rough.
        minutes_pass(DAY_MIN)
        complaint = discipline.lodge(
            jia, by=operator_28, cause=Cause.CITIZEN, words="墙刷得坑坑洼洼，一摸掉粉", dispatch=job
        )

        # The operator checks with the provider; it answers on its telephone.
        discipline.take_up(complaint, by=operator_28, question="客厅墙面不平、掉粉，怎么回事？")
        the_house_reacts()
        minutes_pass(40)
        discipline.answer(complaint, by=plasterer, words="赶工，底子没打磨，我们认")

        # It is true; not who wrote it down but the shift leader says so, and the provider is shown a yellow card.
        with pytest.raises(NotYours), transaction.atomic():
            discipline.find_true(complaint, by=operator_28, fault=Fault.QUALITY, why="属实")
        discipline.find_true(complaint, by=leader, fault=Fault.QUALITY, why="企业也认")
        the_house_reacts()
        card = Card.objects.get()
        assert (card.colour, card.counts) == (Colour.YELLOW, True)
        assert as_it_is(jia).share_pct == 100, "a yellow card warns"

        # The provider repaints the next day.
        discipline.rework(complaint, by=operator_28)
        again = as_it_is(complaint).redone_by
        assert again is not None
        assert (again.provider, again.case) == (jia, job.case)
        does(again, town, "打磨后重刷两遍")

        # The operator calls back, tells her of the card and apologises; she is satisfied with the repair.
        assert as_it_is(complaint).waits_for == "告诉市民"
        discipline.tell(complaint, by=operator_28, way=Way.CALL, words="已给家家乐发黄牌，向您道歉")
        is_asked(again, town, Liking.VERY)

    closed = as_it_is(job.case)
    assert (closed.status, closed.result) == (CaseStatus.CLOSED, Result.SOLVED)
    ended = as_it_is(complaint)
    assert (ended.status, ended.waits_for) == (Status.FOUNDED, "")
    assert [one.entry.act for one in journal.story(complaint)] == [
        "lodge", "take_up", "answer", "find_true", "rework", "tell",
    ]  # fmt: skip
    assert verify.run() == []

"""The warranty: the pipe leaks again within the month; 家家乐 comes back and takes nothing, and when it does not come it pays who does."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries as jobs
from hotline.dispatch.life import Refusal
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.outbox.models import Message
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import FIRST_DAY, Town, at


def rings(town: Town, said: str) -> Case:
    """Ms Chen rings from her kitchen."""
    asked = cases.Asked(
        said=said, service=town.services["水管维修"], area=town.places["虹桥"],
        address="虹桥小区 3 幢 201",
    )  # fmt: skip
    ms_chen = town.caller("陈", "13800005126")
    return cases.take_in(asked, by=town.operator_28, caller=ms_chen)


def is_asked_and_content(town: Town, case: Case) -> None:
    """Whoever calls back asks her; she is very satisfied."""
    the_house_reacts()
    call = as_it_is(case).followups.get(status="due")
    very = {"attitude": Liking.VERY, "outcome": Liking.VERY, "speed": Liking.VERY}
    followups.ask(
        call, by=town.people["callback"], answered=YesNo.YES, solved=YesNo.YES,
        result=Result.SOLVED, **very,
    )  # fmt: skip
    the_house_reacts()


def test_the_warranty(town: Town) -> None:
    lin, pan, jiajiale = town.people["lin"], town.people["pan"], town.providers["家家乐"]

    # In September 家家乐 mends her pipe for 60 yuan, and stands by it for thirty days.
    with clock.frozen(at(8, 12)):
        first = rings(town, "厨房水槽下面漏水")
        job = dispatch.offer(first, to=jiajiale, by=town.operator_28)
        dispatch.accept(job, by=lin)
        dispatch.finish(job, by=lin, answer="换了软管", amount=Decimal(60))
        is_asked_and_content(town, first)
        job = as_it_is(job)
    assert (job.status, job.warranty_until_on) == ("confirmed", FIRST_DAY + timedelta(days=30))

    # On the last day, late in the evening, it leaks again. Whoever answers sees that it is under warranty, and claims it.
    with clock.frozen(at(22, 40, day=FIRST_DAY + timedelta(days=30))):
        second = rings(town, "上个月修的地方又漏了")
        assert jobs.under_warranty(second) == [job]
        again = dispatch.claim(second, of=job, by=town.operator_28)
        the_house_reacts()
        assert (again.provider, again.free) == (jiajiale, True)
        assert Message.objects.filter(about=again.about).exists()  # the plumber was written to
        dispatch.accept(again, by=lin)
        dispatch.finish(again, by=lin, answer="重新接过")
        is_asked_and_content(town, second)
        again = as_it_is(again)
    assert (as_it_is(second).status, again.amount) == ("closed", Decimal(0))

    # The mending is warranted as any work is. It leaks a third time, and 家家乐 does not come: another does, at its cost.
    with clock.frozen(at(9, 0, day=FIRST_DAY + timedelta(days=45))):
        third = rings(town, "还是漏")
        job = dispatch.claim(third, of=again, by=town.operator_28)
        dispatch.refuse(job, by=lin, ground=Refusal.BUSY, why="师傅都去外地了")
        the_house_reacts()
        instead = Dispatch.objects.open().get(case=third)
        assert instead.provider.short_name == "老潘水电"
        dispatch.accept(instead, by=pan)
        dispatch.finish(instead, by=pan, answer="换了角阀", amount=Decimal(80))
        is_asked_and_content(town, third)
    assert [(one.case, one.amount) for one in jobs.owed(jiajiale, town.leader)] == [
        (third, Decimal(80))
    ]

"""Story 1 (81890): 2012-09-26, past 8 in the morning, operator 28 takes the first call: Ms Chen's kitchen pipe leaks."""

from __future__ import annotations

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Urgency
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Status as DispatchStatus
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.journal import queries as journal
from hotline.journal import verify
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at


def test_the_first_call(town: Town) -> None:
    operator_28 = town.operator_28
    with clock.frozen(at(8, 12)):
        ms_chen = town.caller("陈", "13800005126")
        case = cases.take_in(
            cases.Asked(
                said="我家厨房水槽下面的管道漏水了，想让你们叫人帮忙修一下。",
                service=town.services["水管维修"],
                area=town.places["虹桥"],
                address="隆山东路 218 号 3 幢 502 室",
                urgency=Urgency.SOON,
            ),
            by=operator_28,
            caller=ms_chen,
        )
        assert case.number == f"20120926-{case.serial:05d}"

        # The operator phones 家家乐.
        job = dispatch.offer(case, to=town.providers["家家乐"], by=operator_28)
        assert as_it_is(case).handler == "家家乐"

        # Minutes later the provider reports that a plumber is leaving.
        minutes_pass(3)
        dispatch.accept(job, by=operator_28)
        assert as_it_is(job).status == DispatchStatus.ACCEPTED

        # Half an hour later, that it is done.
        minutes_pass(28)
        dispatch.finish(job, by=operator_28, answer="换软管一根，试水不漏")
        the_house_reacts()
        assert as_it_is(case).status == CaseStatus.ANSWERED
        call_back = case.followups.get()
        assert call_back.due_at == at(10, 43)  # within two hours of done

        # The operator calls Ms Chen back; she is very satisfied; the case is closed.
        minutes_pass(20)
        followups.ask(
            call_back, by=operator_28, answered=YesNo.YES, solved=YesNo.YES,
            attitude=Liking.VERY, outcome=Liking.VERY, speed=Liking.VERY,
        )  # fmt: skip
        the_house_reacts()

    closed = as_it_is(case)
    assert (closed.status, closed.result) == (CaseStatus.CLOSED, Result.SOLVED)
    assert closed.closed_by == operator_28
    assert as_it_is(job).status == DispatchStatus.CONFIRMED
    told = [f"{one.entry.kind}.{one.entry.act}" for one in journal.stories([case, job, call_back])]
    assert told == [
        "case.take_in", "case.hand_over", "dispatch.offer", "dispatch.accept",
        "case.answer", "dispatch.finish", "followup.plan", "case.close", "followup.ask",
        "dispatch.confirm",
    ]  # fmt: skip
    assert verify.run() == []

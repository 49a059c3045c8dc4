"""The second call: Ms Chen rings again because nobody has come; the case there is is urged, and no second one is written."""

from __future__ import annotations

from hotline import clock
from hotline.calls.models import Call
from hotline.cases import actions as cases
from hotline.cases import queries
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.journal import queries as journal
from hotline.outbox.models import Message
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at


def test_the_second_call(town: Town) -> None:
    operator_21, ms_chen = town.people["op21"], town.caller("陈", "13800005126")
    with clock.frozen(at(8, 12)):
        case = cases.take_in(
            cases.Asked(
                said="厨房水槽下面漏水", service=town.services["水管维修"], area=town.places["虹桥"]
            ),
            by=town.operator_28,
            caller=ms_chen,
        )
        job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
        dispatch.accept(job, by=town.operator_28)

        # Half an hour later she rings again, and another operator answers.
        minutes_pass(30)
        call = Call.objects.create(
            direction="in", status="talking", caller=ms_chen, operator=operator_21,
            arrived_at=clock.now(), answered_at=clock.now(),
        )  # fmt: skip
        assert queries.alike(person=operator_21, caller=ms_chen) == [case]

        # One key urges the case there is; the call belongs to it, and 家家乐 is told.
        cases.urge(case, by=operator_21, words="水漫到客厅了，人还没来", call=call)
        the_house_reacts()

    urged = as_it_is(case)
    assert Case.objects.count() == 1
    assert urged.times_urged == 1
    assert list(urged.calls.all()) == [call]
    written = Message.objects.order_by("pk").last()
    assert written is not None
    assert "已催 1 次" in written.text
    told = next(one for one in journal.story(urged) if one.entry.act == "urge")
    assert (told.entry.by, told.said["words"]) == (operator_21, "水漫到客厅了，人还没来")

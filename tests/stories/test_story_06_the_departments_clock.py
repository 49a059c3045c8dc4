"""The department's clock, from the lamp that is dark to the citizen who says that it shines."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from hotline import clock
from hotline.assessment import actions as months
from hotline.assessment import jobs
from hotline.assessment.measures import Measure
from hotline.assessment.models import Month, Standing
from hotline.assessment.score import Count
from hotline.assignments import actions as assignments
from hotline.assignments import clocks, queries
from hotline.assignments.life import PleaStatus, Status, Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, Kind
from hotline.followups import actions as followups
from hotline.followups.life import Liking
from hotline.followups.life import YesNo as Said
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.life.errors import NotNow
from hotline.timelimits.limits import Clock
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at

WEDNESDAY, THURSDAY, FRIDAY = (date(2012, 10, day) for day in (10, 11, 12))
HOUR = 60


def dark_lamp(town: Town) -> Case:
    """A citizen says that the lamp before his house has been dark for a week."""
    caller = town.caller("沈", "13868800006")
    asked = cases.Asked(
        said="门口的路灯一个星期不亮了", kind=Kind.COMPLAINT, area=town.places["虹桥"],
        address="虹桥路 8 号门口",
    )  # fmt: skip
    return cases.take_in(asked, by=town.operator_28, caller=caller)


def says(town: Town, case: Case, *, solved: Said, liking: Liking) -> None:
    """The citizen is called back."""
    followup = as_it_is(case).followups.latest("pk")
    followups.ask(
        followup, by=town.people["callback"], answered=Said.YES, solved=solved, attitude=liking,
        outcome=liking, speed=liking, words="" if solved == Said.YES else "还是不亮",
    )  # fmt: skip
    the_house_reacts()


def replies(town: Town, one: Assignment, answer: str) -> None:
    """The bureau reports what it did."""
    assignments.reply(
        one, by=town.people["clerk"], is_true=Truth.YES, solved=YesNo.YES, account="换了镇流器",
        answer=answer,
    )  # fmt: skip
    the_house_reacts()


def last_acts(one: Assignment, n: int) -> list[str]:
    """Return the last acts in the story of an assignment."""
    return [told.entry.act for told in journal.story(one)][-n:]


def test_the_departments_clock(town: Town) -> None:
    operator_28, leader, reviewer = town.operator_28, town.leader, town.people["reviewer"]
    bureau, clerk = town.units["执法局"], town.people["clerk"]
    with clock.frozen(at(14, 20, day=WEDNESDAY)):
        # A street-lamp complaint goes to the works bureau: it has until Thursday evening to sign, five working days to reply.
        case = dark_lamp(town)
        lamp = assignments.send(case, to=bureau, by=operator_28)
        the_house_reacts()
        assert as_it_is(case).status == CaseStatus.IN_HAND
        assert as_it_is(case).handler == "执法局"
        assert lamp.sign_by_at == at(17, 30, day=THURSDAY)
        assert lamp.reply_by_at == at(17, 30, day=date(2012, 10, 17))

        # The next morning it returns it as not its own. Forty minutes later the leader rules that it is; the ruling is final.
        clock.pass_time(at(9, day=THURSDAY) - clock.now())
        the_house_reacts()
        pleas.ask_return(lamp, by=clerk, why="路灯归供电公司", to=town.units["供电公司"])
        minutes_pass(40)
        rulings.rule_finally(Plea.objects.get(), by=leader, why="路灯养护 2011 年起归你局")
        lamp = as_it_is(lamp)
        assert lamp.bound
        assert lamp.times_returned == 1
        with pytest.raises(NotNow, match="最终裁定"), transaction.atomic():
            pleas.ask_return(lamp, by=clerk, why="还是不归我们")

        # The forty minutes are given back: what was due at Thursday's closing is due forty minutes into Friday.
        assert lamp.sign_by_at == at(9, 10, day=FRIDAY)
        assert lamp.reply_by_at == at(9, 10, day=date(2012, 10, 18))

        # It signs late: it was warned, then overdue, as was speaking with the citizen, and its head was told.
        minutes_pass(8 * HOUR)
        assert last_acts(lamp, 1) == ["warn"]
        minutes_pass(16 * HOUR)
        assert last_acts(lamp, 1) == ["overrun"]
        assignments.sign(lamp, by=clerk)
        assert as_it_is(lamp).sign_late

        # It speaks with the citizen, and asks for three days more before the due day.
        assignments.contact(lamp, by=clerk, contacted_from="0577-65810000")
        minutes_pass(3 * 24 * HOUR)
        pleas.ask_extension(lamp, by=clerk, days=3, why="镇流器要从温州调")
        rulings.grant(Plea.objects.latest("pk"), by=reviewer)
        lamp = as_it_is(lamp)
        assert lamp.reply_by_at == at(9, 10, day=date(2012, 10, 23))

        # It replies; the reviewer finds the reply off the point and sends it back.
        minutes_pass(24 * HOUR)
        replies(town, lamp, "感谢您对城市照明工作的支持。")
        assignments.send_back(lamp, by=reviewer, why="没有说灯亮没亮")
        the_house_reacts()
        assert as_it_is(lamp).status == Status.SIGNED

        # It replies again, and this time the reply passes. The citizen is owed a call within a working day.
        replies(town, as_it_is(lamp), "镇流器已更换，路灯 10 月 17 日亮了。")
        assignments.accept(lamp, by=reviewer)
        the_house_reacts()
        assert as_it_is(case).status == CaseStatus.ANSWERED
        assert as_it_is(case).followups.get().due_at == as_it_is(lamp).call_back_by_at

        # Called back, he says that it is dark: it is done again.
        says(town, case, solved=Said.NO, liking=Liking.NOT)
        lamp = as_it_is(lamp)
        assert (lamp.status, lamp.times_done_again) == (Status.SIGNED, 1)
        assert as_it_is(case).status == CaseStatus.IN_HAND
        assert lamp.sign_late, "what was late stays late"

        # The bureau goes there once more; this time the lamp shines, and he is content.
        minutes_pass(20 * HOUR)
        replies(town, lamp, "线路接头已处理，请您今晚看看。")
        assignments.accept(lamp, by=reviewer)
        the_house_reacts()
        says(town, case, solved=Said.YES, liking=Liking.CONTENT)

        # October is over: the clock drafts its month, the leader sends it out, and the bureau finds every step in its figures.
        jobs.begin_month(0)
        clock.pass_time(at(9, day=date(2012, 11, 7)) - clock.now())
        the_house_reacts()
        months.send_out(Month.objects.get(), by=leader)
        own = Standing.objects.seen_by(clerk).get(unit=bureau)
        assert (own.volume, own.assignments) == (1, [lamp.pk])
        assert {name: own.count(name) for name in Measure} == {
            Measure.SIGNED: Count(0, 1),  # it signed late
            Measure.CONTACTED: Count(0, 1),  # and spoke late with the citizen
            Measure.CONCLUDED: Count(
                1, 1
            ),  # it replied in time: what was sent back is judged by the last reply
            Measure.RETURNED: Count(1, 1),  # the case that it gave back was its own
            Measure.EXTENDED: Count(1, 1),
            Measure.DONE_AGAIN: Count(1, 1),  # the lamp was dark when the citizen was called back
            Measure.REACHED: Count(1, 1),
            Measure.RESPONSE: Count(1, 1),
            Measure.SOLVED: Count(1, 1),  # after the last reply it shone
            Measure.SATISFIED: Count(1, 1),
        }
        said = {line.entry.act for line in journal.story(lamp)}
        assert said >= {"send_back", "do_again"}, (
            "and each opens into the case, whose story tells the rest"
        )

    closed, lamp = as_it_is(case), as_it_is(lamp)
    assert (closed.status, closed.result) == (CaseStatus.CLOSED, Result.SOLVED)
    assert lamp.status == Status.ENDED
    assert lamp.called_back_at is not None
    assert queries.parts(lamp).count() == 0
    assert [plea.status for plea in lamp.pleas.order_by("pk")] == [
        PleaStatus.BINDING, PleaStatus.GRANTED,
    ]  # fmt: skip
    assert [one.entry.act for one in journal.story(lamp)] == [
        "send", "ask_return", "go_on", "bind", "warn", "overrun", "overrun", "sign", "contact",
        "ask_extension", "extend", "reply", "send_back", "reply", "accept", "do_again", "reply",
        "accept", "end",
    ]  # fmt: skip
    assert "5 个工作日" in " ".join(clocks.explained(lamp, Clock.REPLY))
    assert verify.run() == []

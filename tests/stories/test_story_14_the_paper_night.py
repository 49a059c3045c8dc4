"""The paper night: the computers stood still from two to four; what was written by hand is entered with its true times."""

from __future__ import annotations

from datetime import date, timedelta

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.models import Case, Source
from hotline.desks.operator import queue, rows
from hotline.journal import queries as journal
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town, at

NIGHT = date(2013, 7, 14)


def test_the_paper_night(town: Town) -> None:
    queue.forget()
    rows.forget()
    operator_28 = town.operator_28
    with clock.frozen(at(4, 10, day=NIGHT)):
        # Two sheets: one was answered on the telephone, one still waits for somebody to come.
        answered = cases.take_in(
            cases.Asked(said="问急诊在哪", source=Source.PHONE),
            by=operator_28,
            happened_at=at(2, 20, day=NIGHT),
        )
        cases.answer_at_once(
            answered, by=operator_28, result=Result.EXPLAINED, answer="人民医院，一直开"
        )
        waiting = cases.take_in(
            cases.Asked(said="水管爆了", service=town.services["水管维修"]),
            by=operator_28,
            caller=town.caller("周", "13800005127"),
            happened_at=at(3, 50, day=NIGHT),
        )
        the_house_reacts()

        # Its caller has waited twenty minutes already, and the line says so.
        case = as_it_is(waiting)
        assert clock.now() - case.taken_at == timedelta(minutes=20)
        assert case.due_at == at(4, 0, day=NIGHT)
        assert "overrun" in [one.entry.act for one in journal.story(case)]

        # Both are marked as entered afterwards; the journal has when and by whom.
        assert Case.objects.filter(entered_at=at(4, 10, day=NIGHT)).count() == 2
        page = queue.page(queue.VIEWS["overdue"], operator_28)
        assert "补录" in rows.lines(page.rows, operator_28)
        taken = journal.story(case)[0]
        assert (taken.entry.at, taken.entry.by) == (at(4, 10, day=NIGHT), operator_28)
        assert taken.said["happened_at"] == at(3, 50, day=NIGHT).isoformat()

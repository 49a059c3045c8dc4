"""The wrong click: a case is struck out instead of its neighbour, and is back before anybody has noticed."""

from __future__ import annotations

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Status
from hotline.dispatch import actions as dispatch
from hotline.journal import queries as journal
from hotline.life import undoing
from hotline.life.errors import NotNow
from tests.stories.steps import as_it_is, minutes_pass
from tests.town import Town, at


def test_the_wrong_click(town: Town) -> None:
    operator_28 = town.operator_28
    with clock.frozen(at(8, 12)):
        case = cases.take_in(
            cases.Asked(said="厨房漏水", service=town.services["水管维修"]),
            by=operator_28,
            caller=town.caller("陈", "13800005126"),
        )
        before = as_it_is(case)
        cases.make_void(case, by=operator_28, why="重复登记")
        assert undoing.undo(case, by=operator_28) == "已作废"

        back = as_it_is(case)
        assert (back.status, back.due_at, back.closed_at) == (Status.OPEN, before.due_at, None)
        told = [(one.entry.act, one.said.get("step")) for one in journal.story(back)]
        assert told[1:] == [("make_void", None), ("undo", "make_void")]

        # The clock runs on as it did: nobody takes it, and ten minutes later that is on record.
        minutes_pass(11)
        assert journal.story(as_it_is(case))[-1].entry.act == "overrun"

        # What has gone out is not taken back: a provider was sent.
        dispatch.offer(case, to=town.providers["家家乐"], by=operator_28)
        with pytest.raises(NotNow, match="没有可以撤销"), transaction.atomic():
            undoing.undo(case, by=operator_28)

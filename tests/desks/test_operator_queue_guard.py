"""The queue is the line's own: whoever asks past the page's guard still gets nothing; and a count outlives no dispatch."""

from __future__ import annotations

import pytest

from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.desks.operator import queue
from hotline.dispatch import actions as dispatch
from tests.desks.papers import a_case
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


@pytest.mark.parametrize("who", ["lin", "clerk"])
def test_others_get_no_rows_and_no_counts_whatever_they_ask(town: Town, who: str) -> None:
    a_case(town)
    person = town.people[who]
    assert set(queue.counts(person).values()) == {0}
    for view in queue.VIEWS.values():
        assert queue.page(view, person).rows == []
        assert queue.page(view, town.operator_28) is not None


def test_a_dispatch_that_outlives_its_case_is_neither_counted_nor_listed(town: Town) -> None:
    """Until the house has reacted, a withdrawn case may still have a dispatch that somebody holds."""
    me = town.operator_28
    case = a_case(town)
    dispatch.offer(case, to=town.providers["家家乐"], by=me)
    assert queue.counts(me)["to_accept"] == 1
    cases.withdraw(as_it_is(case), by=me, why="不用了")
    the_house_reacts()
    assert queue.counts(me)["to_accept"] == 0
    assert queue.page(queue.VIEWS["to_accept"], me).rows == []
    assert not Case.objects.filter(pk=case.pk).alive().exists()

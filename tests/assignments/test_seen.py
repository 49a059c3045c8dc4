"""Who knows of an assignment, of what was asked about it, and of its case; asked of everybody else too."""

from __future__ import annotations

import pytest

from hotline import clock
from hotline.assignments import actions, queries
from hotline.assignments.life import Level
from hotline.assignments.models import Assignment, Plea, Supervision
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.watching import actions as watching
from hotline.callers.models import Caller
from hotline.cases.models import Case
from hotline.departments import actions as departments
from hotline.departments.models import Liaison
from tests.assignments.hands import a_case, monday, signed
from tests.town import Town


@pytest.fixture(autouse=True)
def _a_monday(town: Town) -> object:
    with clock.frozen(monday(9)):
        yield


def seen(town: Town, who: str) -> tuple[int, int]:
    """Return how many assignments and cases somebody knows of."""
    person = town.people[who]
    return Assignment.objects.seen_by(person).count(), Case.objects.seen_by(person).count()


def test_a_unit_sees_its_own_and_those_of_the_units_below_it(town: Town) -> None:
    signed(town, to="市政一中队")
    assert seen(town, "squad") == (1, 1)
    assert seen(town, "clerk") == (1, 1)
    signed(town)
    assert seen(town, "squad") == (1, 1), "nothing of the unit above"
    assert seen(town, "clerk") == (2, 2)
    assert seen(town, "power") == (0, 0)
    assert seen(town, "lin") == (0, 0)
    assert seen(town, "op21") == (2, 2)


def test_a_helper_sees_its_part_and_the_case_but_not_the_leads_assignment(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"]])
    assert list(Assignment.objects.seen_by(town.people["anyang"])) == [queries.parts(lead).get()]
    assert list(Case.objects.seen_by(town.people["anyang"])) == [lead.case]


def test_what_was_asked_and_how_it_was_supervised_is_seen_with_the_assignment(town: Town) -> None:
    one = signed(town)
    pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
    watching.supervise(one, by=town.leader, level=Level.ONE, demand="快办")
    for who, sees in (("clerk", 1), ("head", 1), ("power", 0), ("squad", 0), ("reviewer", 1)):
        person = town.people[who]
        assert Plea.objects.seen_by(person).count() == sees, who
        assert Supervision.objects.seen_by(person).count() == sees, who


def test_who_speaks_for_a_unit_no_more_sees_nothing_any_more(town: Town) -> None:
    signed(town)
    bureau = town.units["执法局"]
    gone = Liaison.objects.get(person=town.people["clerk"])
    departments.dismiss(bureau, by=town.leader, liaison=gone)
    assert seen(town, "clerk") == (0, 0)


def test_nobody_at_a_unit_learns_who_asked_and_of_a_secret_case_not_where(town: Town) -> None:
    case = a_case(town, secret=True, address="虹桥路 8 号")
    actions.send(case, to=town.units["执法局"], by=town.operator_28)
    [known] = Case.objects.seen_by(town.people["clerk"])
    assert (known.visiting_address, known.address_hidden) == ("", True)
    assert not Caller.objects.seen_by(town.people["clerk"]).exists()

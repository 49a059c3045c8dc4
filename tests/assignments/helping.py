"""What tests of helpers share: where they stand, a lead with one that helps, and with one that gave it further down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline import clock
from hotline.assignments import actions, queries
from hotline.assignments.models import Assignment, Plea
from hotline.deadlines.models import Deadline
from hotline.journal import verify
from tests.assignments.hands import monday, signed
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture
def a_monday_and_whole_chains(town: Town) -> Iterator[None]:
    """Stand on a Monday at nine; whatever is done, the records are whole afterwards."""
    with clock.frozen(monday(9)):
        yield
    assert verify.run() == []
    assert not Deadline.objects.exclude(trouble="").exists()


def the_plea() -> Plea:
    return Plea.objects.latest("pk")


def with_anyang(town: Town) -> tuple[Assignment, Assignment]:
    """Return a lead, and its helper that has signed."""
    lead = signed(town, with_units=[town.units["安阳街道"]])
    return lead, actions.sign(queries.parts(lead).get(), by=town.people["anyang"])


def with_squad(town: Town) -> tuple[Assignment, Assignment, Assignment]:
    """Return a lead, a helper of it, and the squad to which the helper gave it down."""
    lead = signed(town, to="供电公司", with_units=[town.units["执法局"]])
    part = actions.sign(queries.parts(lead).get(), by=town.people["clerk"])
    squad = town.units["市政一中队"]
    actions.give_down(part, by=town.people["clerk"], unit=squad, task="去看看")
    return lead, as_it_is(part), queries.parts(part).get()

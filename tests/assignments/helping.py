"""What tests of helpers share: a lead with one that helps, and with one that gave it further down."""

from __future__ import annotations

from hotline.assignments import actions, queries
from hotline.assignments.models import Assignment, Plea
from tests.assignments.hands import signed
from tests.stories.steps import as_it_is
from tests.town import Town


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

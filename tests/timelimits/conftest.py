"""A leader, and the three calendars taken in as the page does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hotline.people.models import Person


@pytest.fixture
def leader(db: None) -> Person:
    """Have a shift leader."""
    from hotline.people import actions as people
    from hotline.people.roles import Role

    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture
def calendars(leader: Person) -> None:
    """Have the calendars that come with the house taken in."""
    from tests.timelimits.taking import take_in_all

    take_in_all(by=leader)

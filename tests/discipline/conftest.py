"""What tests of complaints share: the cast, and a second leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desks.conftest import at

if TYPE_CHECKING:
    from hotline.people.models import Person
    from tests.town import Town

__all__ = ["at"]


@pytest.fixture
def second(town: Town) -> Person:
    """Another leader, who had no hand in anything yet."""
    from hotline.people import actions as people
    from hotline.people.roles import Role

    town.people["leader2"] = people.engage(
        "leader2", name="李值班", number="02", role=Role.LEADER | Role.OPERATOR,
        by=town.people["admin"],
    )  # fmt: skip
    return town.people["leader2"]

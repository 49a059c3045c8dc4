"""Operators at an exchange in memory. Imports wait until Django is set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hotline.people.models import Person
    from tests.calls.exchange import Town


@pytest.fixture
def town() -> Town:
    """Give an exchange of its own."""
    from tests.calls.exchange import Town

    return Town()


@pytest.fixture
def operator(committed: str) -> Iterator[Person]:
    """Give operator 28, ready at a simulated telephone."""
    from django.db import connections

    from tests.calls.exchange import at_seat

    yield at_seat("28")
    connections.close_all()

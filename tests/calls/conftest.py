"""Operators at an exchange in memory. Imports wait until Django is set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hotline.people.models import Person
    from tests.calls.exchange import Town


@pytest.fixture
def town(committed: str) -> Iterator[Town]:
    """Give an exchange of its own."""
    from tests.calls.exchange import Town, let_go

    yield Town()
    let_go()


@pytest.fixture
def operator(committed: str) -> Person:
    """Give operator 28, ready at a simulated telephone."""
    from tests.calls.exchange import at_seat

    return at_seat("28")

"""When a September is assessed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture
def in_october() -> Iterator[None]:
    """Let it be the last of the free days of October, when September is counted."""
    from hotline import clock
    from tests.assessment.september import OCTOBER_7

    with clock.frozen(OCTOBER_7):
        yield

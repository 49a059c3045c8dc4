"""The people of these tests, engaged anew for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.people.staff import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Have an administrator, a leader, an operator and a provider's worker."""
    from tests.people.staff import hire  # Django is ready only now

    return hire()

"""What tests over all addresses need to be quick: a database that lasts for all of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import _forget


@pytest.fixture(scope="module")
def lasting(database: None) -> Iterator[None]:
    """Run a file's tests in one transaction that is taken back afterwards; each takes its own writing back."""
    from django.db import transaction

    _forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    _forget()

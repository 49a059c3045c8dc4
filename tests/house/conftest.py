"""What tests over all addresses need to be quick: a database that lasts for all of a file, and no log of refusals."""

from __future__ import annotations

import pytest

from tests.sample import lasting, sample

__all__ = ["lasting", "sample"]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> object:
    """Write no line for each refusal: thousands are meant, and formatting them took a fifth of the time."""
    import logging

    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(level)

"""What stories on the running system need: a browser of each test's own, a real Asterisk, the named cast."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.telephony.conftest import asterisk, network
from tests.ui.conftest import CHROMIUM, QUIET

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["asterisk", "network"]

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real browser."""
    if not Path(CHROMIUM).exists():
        pytest.fail("no Chromium: `make test` installs it")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        await started.close()


@pytest.fixture
def cast(committed: str) -> Iterator[Town]:
    """The named cast in a database of this test's own."""
    from tests import town
    from tests.calls.exchange import let_go

    yield town.build()
    let_go()

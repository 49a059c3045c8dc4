"""What stories on the running system need: a browser of each test's own, a real Asterisk, the named cast."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.phones import Baresip, of_seat_28
from tests.running import Hotline
from tests.telephony.conftest import asterisk, network
from tests.ui.conftest import CHROMIUM, QUIET

if TYPE_CHECKING:
    from hotline.telephony.ari.server import AsteriskServer
    from tests.town import Town

__all__ = ["asterisk", "network"]

PATIENCE_MS = 30_000
LINE, CHEN = "81890", "13800005126"
CHENS_TONE, SEATS_TONE = 500, 900
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


def on_switch(folder: Path, database: str, asterisk: AsteriskServer, **environ: str) -> Hotline:
    """Return the whole system on a real switch, not yet started."""
    password = folder / "ari-password"
    password.write_text(asterisk.password)
    ours = {
        "HOTLINE_SWITCH": "ari",
        "ARI_URL": asterisk.url,
        "ARI_USER": asterisk.user,
        "ARI_PASSWORD_FILE": str(password),
        "HOTLINE_LINE_NUMBER": LINE,
        "HOTLINE_RECORDINGS": str(asterisk.configuration.recordings),
    }
    return Hotline(folder / "hotline", database, **ours, **environ)


@pytest.fixture
def hotline(
    committed: str, tmp_path: Path, asterisk: AsteriskServer, cast: Town
) -> Iterator[Hotline]:
    """The whole system on the real switch."""
    with on_switch(tmp_path, committed, asterisk) as running:
        yield running


@pytest.fixture
async def chen(tmp_path: Path, network: str) -> AsyncIterator[Baresip]:
    """Ms Chen's telephone, behind the carrier."""
    async with Baresip(tmp_path / "chen", f"{network}2", user=CHEN, tone=CHENS_TONE) as phone:
        yield phone


@pytest.fixture
async def seat(tmp_path: Path, network: str, asterisk: AsteriskServer) -> AsyncIterator[Baresip]:
    """The telephone on operator 28's desk: it rings until somebody picks it up."""
    async with of_seat_28(tmp_path, network, asterisk, tone=SEATS_TONE, picks_up=False) as phone:
        yield phone

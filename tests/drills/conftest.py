"""What drills at the telephone need: those of the stories, and Mr Wang."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.phones import Baresip
from tests.stories.conftest import asterisk, browser, cast, chen, hotline, network, seat

WANG, WANGS_TONE = "13800005127", 700
__all__ = ["asterisk", "browser", "cast", "chen", "hotline", "network", "seat"]


@pytest.fixture
async def wang(tmp_path: Path, network: str) -> AsyncIterator[Baresip]:
    """Mr Wang's, behind the same carrier."""
    async with Baresip(tmp_path / "wang", f"{network}3", user=WANG, tone=WANGS_TONE) as phone:
        yield phone

"""Keys, papers and a data folder of a test's own: what it does to them touches no other test; and somebody to forget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings

from hotline import clock

if TYPE_CHECKING:
    from tests.privacy.someone import Someone
    from tests.town import Town


@pytest.fixture
def key_file(tmp_path: Path) -> Iterator[Path]:
    """Have a key file as the first installations made it, exactly 32 bytes, and stores of papers and voices sealed with it."""
    file = tmp_path / "keys" / "callers"
    file.parent.mkdir()
    file.write_bytes(bytes(range(32)))
    ours = replace(settings.CONFIGURATION, papers=tmp_path / "papers", voices=tmp_path / "voices")
    with override_settings(CALLERS_KEY_FILE=file, CONFIGURATION=ours):
        yield file


@pytest.fixture
def data(tmp_path: Path, key_file: Path) -> Iterator[Path]:
    """Have a data folder of the test's own, with its recordings."""
    from tests.town import at

    ours = replace(settings.CONFIGURATION, data=tmp_path, recordings=tmp_path / "recordings")
    with override_settings(CONFIGURATION=ours), clock.frozen(at(9)):
        yield tmp_path


@pytest.fixture
def ms_chen(town: Town, data: Path) -> Someone:
    """Have somebody of whom the house knows a lot."""
    from tests.privacy.someone import someone

    return someone(town, data / "recordings", mark="trace7531", number="13800005126")

"""Keys of a test's own: what it does to them touches no other test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture
def key_file(tmp_path: Path) -> Iterator[Path]:
    """Have a key file as the first installations made it: exactly 32 bytes."""
    file = tmp_path / "keys" / "callers"
    file.parent.mkdir()
    file.write_bytes(bytes(range(32)))
    with override_settings(CALLERS_KEY_FILE=file):
        yield file

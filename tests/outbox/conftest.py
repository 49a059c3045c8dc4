"""An installation with a gateway: a small one on this machine, which does what a test tells it to do wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from tests.outbox.service import TOKEN, Service, served


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Run a gateway, and name it in the settings of an installation in service."""
    with served() as one:
        file = tmp_path / "token"
        file.write_text(f"{TOKEN}\n")
        configured = replace(
            settings.CONFIGURATION, demo=False, public_url="https://line.example.org",
            gateway_url=one.address, gateway_token_file=file,
        )  # fmt: skip
        monkeypatch.setattr(settings, "CONFIGURATION", configured)
        yield one

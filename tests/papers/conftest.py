"""A case to add papers to, a store of the test's own, a scanner that can be told what to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from tests.town import Town

Scanner = Callable[[str], None]


@pytest.fixture(autouse=True)
def store_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the files of this test apart."""
    folder = tmp_path / "papers"
    configured = replace(settings.CONFIGURATION, data=tmp_path, papers=folder, scan_command=())
    monkeypatch.setattr(settings, "CONFIGURATION", configured)
    return folder


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scanner:
    """Install a scanner that runs these words of shell."""

    def install(words: str) -> None:
        file = tmp_path / "scanner"
        file.write_text(f"#!/bin/sh\n{words}\n")
        file.chmod(0o755)
        configured = replace(settings.CONFIGURATION, scan_command=(str(file),))
        monkeypatch.setattr(settings, "CONFIGURATION", configured)

    return install


@pytest.fixture
def case(town: Town) -> Case:
    """Have Ms Chen's leaking pipe."""
    from tests.desks.papers import a_case

    return a_case(town)

"""An ended call, folders of the test's own, and a switch that has just recorded it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from hotline.people.models import Person


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is recorded in this test apart."""
    ours = replace(
        settings.CONFIGURATION, recordings=tmp_path / "recordings", voices=tmp_path / "voices"
    )
    monkeypatch.setattr(settings, "CONFIGURATION", ours)
    return tmp_path


@pytest.fixture
def op(db: None) -> Person:
    """Have the operator who took the call."""
    from tests.calls.exchange import engage

    return engage("28")


@pytest.fixture
def call(op: Person) -> Call:
    """Have a call of his that is over and was recorded."""
    from tests.calls.recordings.tapes import a_call

    return a_call(op, "in-1")

"""What goes wrong is named where people look: on `/healthz`, and in the figures, within seconds; and it is over when it is over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.installation import Installation
from tests.drills.test_kill import POSTGRES, eventually, kill

NOTICED_S, OVER_S = 60.0, 90.0


@pytest.fixture
def place() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="hotline-noticed-"))
    folder.chmod(0o711)
    place = Installation(folder)
    yield place
    place.remove()
    shutil.rmtree(folder, ignore_errors=True)


def troubles(place: Installation) -> dict[str, str]:
    """Return the troubles that /healthz tells, each with what to do."""
    try:
        with urllib.request.urlopen(f"{place.address}/healthz", timeout=10) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as answer:
        if "json" not in answer.headers["Content-Type"]:
            return {}  # the door itself: no page is up
        told = json.load(answer)
    return {one["name"]: one["do"] for one in told["troubles"]}


def figures(place: Installation) -> str:
    token = (place.folder / "keys" / "metrics").read_text()
    asked = urllib.request.Request(
        f"{place.address}/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return str(answer.read().decode())


def test_a_stopped_part_and_a_lost_database_are_named_until_they_are_back(
    place: Installation,
) -> None:
    place.settle()
    with place as running:
        assert "part:live" not in troubles(running)
        live = running.pid("live")
        os.kill(live, signal.SIGSTOP)
        try:
            assert eventually(lambda: bool(troubles(running).get("part:live")), NOTICED_S)
            assert 'hotline_part_up{part="live"} 0.0' in figures(running)
        finally:
            os.kill(live, signal.SIGCONT)
        assert eventually(lambda: "part:live" not in troubles(running), OVER_S)

        kill(running, POSTGRES)
        assert eventually(lambda: bool(troubles(running).get("database")), NOTICED_S)
        assert eventually(lambda: "database" not in troubles(running), OVER_S)
        assert "hotline_cases_alive" in figures(running)

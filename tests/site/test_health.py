"""`/healthz`: what watchmen and machines are told."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from hotline.site import heartbeats
from hotline.site.health import healthz


@pytest.fixture
def run_folder() -> Iterator[Path]:
    folder: Path = settings.CONFIGURATION.run_folder
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    for path in folder.iterdir():
        path.unlink()


def ask() -> tuple[int, dict[str, dict[str, str]]]:
    answer = healthz(RequestFactory().get("/healthz"))
    return answer.status_code, json.loads(answer.content)["parts"]


def keep(folder: Path, *names: str) -> None:
    since = time.monotonic()
    kept = {name: heartbeats.Kept(1, since, 0, running=True) for name in names}
    heartbeats.write_kept(folder, kept)


def test_all_is_well_when_every_part_beats(db: None, run_folder: Path) -> None:
    keep(run_folder, "live", "door")
    heartbeats.beat(run_folder, "live")
    heartbeats.beat(run_folder, "door")
    status, parts = ask()
    assert status == 200
    assert {name: part["state"] for name, part in parts.items()} == {
        "live": "up",
        "door": "up",
        "database": "up",
    }


def test_one_part_that_is_not_up_is_said_and_is_enough(db: None, run_folder: Path) -> None:
    keep(run_folder, "live", "door")
    heartbeats.beat(run_folder, "live")
    status, parts = ask()
    assert status == 503
    assert (parts["live"]["state"], parts["door"]["state"]) == ("up", "starting")


def test_a_database_that_does_not_answer_is_said(committed: str, run_folder: Path) -> None:
    there = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    try:
        status, parts = ask()
    finally:
        connection.settings_dict["NAME"] = there
    assert status == 503
    assert parts["database"] == {"state": "down"}


def test_no_more_is_told_than_a_stranger_may_know(db: None, run_folder: Path) -> None:
    keep(run_folder, "live")
    _, parts = ask()
    assert set(parts["live"]) == {"state", "up_s", "restarts"}


def test_a_switch_that_is_lost_is_said_at_once_and_one_that_is_looked_for_after_a_while(
    db: None, run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert heartbeats.switch(run_folder) == "there", "nobody has said anything"
    heartbeats.note_switch(run_folder, "looking")
    assert ask()[0] == 200
    monkeypatch.setattr(heartbeats, "LOOKS_S", -1.0)
    assert heartbeats.switch(run_folder) == "lost"
    assert ask()[0] == 503
    heartbeats.note_switch(run_folder, "there")
    assert ask()[0] == 200
    heartbeats.note_switch(run_folder, "lost")
    assert ask()[0] == 503

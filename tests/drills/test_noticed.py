"""What goes wrong is named where people look: on `/healthz`, and in the figures, within seconds; and it is over when it is over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.installation import Installation
from tests.drills.test_kill import POSTGRES, eventually, kill
from tests.drills.visitors import Visitor

NOTICED_S, OVER_S = 60.0, 90.0


@pytest.fixture
def place() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="hotline-noticed-"))
    folder.chmod(0o711)
    place = Installation(folder)
    yield place
    place.remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def disk() -> Iterator[Path]:
    """Have a disk of 600 MB, in memory, on which nothing lies."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-disk-"))
    folder.chmod(0o711)
    mount = ["mount", "-t", "tmpfs", "-o", "size=600m,mode=0711", "none", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nobody may mount a disk here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


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


def page(place: Installation, leader: Visitor) -> str:
    """Return what the shift leader reads on `/system/`, and in the line under the bar of his desk."""
    return leader.ask("GET", "/system/").text + leader.ask("GET", "/system/line").text


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


def test_a_full_disk_and_a_clock_that_was_set_are_told_to_machines_and_to_the_leader(
    place: Installation, disk: Path
) -> None:
    cast, offset = place.settle(), place.folder / "offset"
    skewed = Path(__file__).with_name("skewed")
    place.set(
        HOTLINE_PAPERS=str(disk),
        HOTLINE_SECOND_FACTOR="none",
        PYTHONPATH=os.pathsep.join([str(skewed), os.environ.get("PYTHONPATH", "")]),
        DRILL_CLOCK=str(offset),
    )
    with place as running:
        leader = Visitor(running.port)
        leader.sign_in("leader", cast.passwords["leader"])
        assert not {"disk", "clock"} & set(troubles(running))
        assert "磁盘满了" not in page(running, leader)

        with (disk / "filling").open("wb") as filling:
            os.posix_fallocate(filling.fileno(), 0, 150_000_000)
        assert eventually(lambda: bool(troubles(running).get("disk")), NOTICED_S)
        assert eventually(lambda: page(running, leader).count("磁盘满了：papers") == 2, NOTICED_S)
        assert 'hotline_trouble{name="disk",state="bad"} 1.0' in figures(running)
        assert 'hotline_disk_free_bytes{disk="papers"} ' in figures(running)
        (disk / "filling").unlink()
        assert eventually(lambda: "disk" not in troubles(running), OVER_S)

        offset.write_text("-3600")
        assert eventually(lambda: "timedatectl" in troubles(running).get("clock", ""), NOTICED_S)
        assert eventually(lambda: "本机时间跳了 -3" in page(running, leader), NOTICED_S)
        assert 'hotline_trouble{name="clock",state="warning"} 1.0' in figures(running)
        assert "hotline_clock_jump_seconds -3" in figures(running)

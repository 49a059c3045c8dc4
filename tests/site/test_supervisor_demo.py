"""The whole sample town as a visitor starts it: one command, one address, and no trace left; on a real Asterisk as well."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from hotline.localpg import LocalPostgres
from tests.drills.visitors import Visitor

PATIENCE_S = 600.0  # the town is ready within a minute on an idle machine; tests share theirs


class Demo:
    """A sample town in a folder of its own."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder, self.port, self.more = folder, free_port(), more
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def order(self) -> list[str]:
        order = ["demo", "--port", str(self.port), "--data", str(self.folder), *self.more]
        return [sys.executable, "-m", "hotline.site.cli", *order]

    def start(self) -> None:
        """Start it and wait until every part is up."""
        bare = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith(("HOTLINE_", "DATABASE_", "DJANGO_"))
        }
        self.process = subprocess.Popen(
            self.order,
            env=bare,
            stdout=(self.folder / "said").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert eventually(lambda: self.health()[0] == 200 or self.has_ended), self.said
        assert not self.has_ended, self.said

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text()

    def health(self) -> tuple[int, dict[str, dict[str, object]]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as said:
                return said.status, json.load(said)["parts"]
        except (urllib.error.URLError, OSError):
            return 0, {}

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(90)

    def left_over(self) -> list[str]:
        """Name every process that works for this town, however it was started."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (entry / "environ").read_bytes()
            except (OSError, UnicodeDecodeError):
                continue
            if str(self.folder) in command or os.fsencode(self.folder) in environment:
                found.append(command)
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], within_s: float = PATIENCE_S) -> bool:
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        if holds():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def in_a_folder(*more: str) -> Iterator[Demo]:
    """Have a folder for a town; whatever is left of it goes."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-demo-"))
    folder.chmod(0o711)
    demo = Demo(folder, *more)
    try:
        yield demo
    finally:
        if not demo.has_ended:
            demo.end(signal.SIGKILL)
        eventually(lambda: not demo.left_over(), within_s=60)
        LocalPostgres(folder / "postgres").remove()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def demo() -> Iterator[Demo]:
    with in_a_folder() as demo:
        yield demo


def ends_without_trace(demo: Demo, number: signal.Signals) -> None:
    assert demo.end(number) == 0
    assert eventually(lambda: not demo.left_over(), within_s=60), demo.left_over()


def test_the_town_survives_a_killed_supervisor_and_leaves_nothing_behind(demo: Demo) -> None:
    demo.start()
    parts = demo.health()[1]
    assert {"door", "web-1", "web-2", "live", "worker", "switchboard", "database"} <= set(parts)
    assert eventually(lambda: "hotline is ready" in demo.said)
    assert f"hotline is ready: http://127.0.0.1:{demo.port}" in demo.said
    for name in ("operator28", "leader01", "admin"):
        assert re.search(rf"^  {name} ", demo.said, re.M), demo.said

    demo.end(signal.SIGKILL)
    assert eventually(lambda: not demo.left_over(), within_s=60), demo.left_over()

    demo.start()
    assert all(part["state"] == "up" for part in demo.health()[1].values())

    with in_a_folder() as other:  # beside the first, and ended as by Ctrl-C
        other.start()
        assert eventually(lambda: demo.health()[0] == other.health()[0] == 200)
        ends_without_trace(other, signal.SIGINT)
        assert eventually(lambda: demo.health()[0] == 200)

    again = Demo(demo.folder)
    refused = subprocess.run(again.order, capture_output=True, text=True, timeout=60)
    assert (refused.returncode, "runs in" in refused.stderr) == (1, True), refused.stderr
    ends_without_trace(demo, signal.SIGTERM)


def calls(demo: Demo) -> list[tuple[str, str | None]]:
    """Return the calls that came in and are not over: how each stands, and how the seat that has it."""
    with psycopg.connect(LocalPostgres(demo.folder / "postgres").url("hotline")) as there:
        return there.execute(
            "SELECT c.status, s.state FROM calls_call c LEFT JOIN calls_seat s ON s.call_id = c.id"
            " WHERE c.direction = 'in' AND c.ended_at IS NULL"
        ).fetchall()


def test_on_a_real_asterisk_a_made_up_telephone_rings_a_desk() -> None:
    with in_a_folder("--asterisk") as demo:
        demo.start()
        assert demo.health()[1]["asterisk"]["state"] == "up"
        assert calls(demo) == []
        operator, citizen = Visitor(demo.port), Visitor(demo.port)
        operator.sign_in_as("operator28")
        for act in ("sign_in", "ready"):
            operator.press(f"/calls/seat/{act}", key=act)
        phone = "/demo/phone/13800002001"
        assert citizen.ask("GET", phone).status == 200
        citizen.press(f"{phone}/ring", key="ring")
        assert eventually(lambda: calls(demo) == [("ringing", "ringing")]), calls(demo)
        citizen.press(f"{phone}/put_down", key="put down")
        assert eventually(lambda: calls(demo) == []), calls(demo)
        assert [name for name in demo.left_over() if "asterisk.conf" in name]
        ends_without_trace(demo, signal.SIGTERM)

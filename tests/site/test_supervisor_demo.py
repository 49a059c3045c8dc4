"""The whole sample town as a visitor starts it: one command, one address, and no trace left."""

import json
import os
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
from pathlib import Path

import pytest

from hotline.localpg import LocalPostgres

PATIENCE_S = 300.0  # the town is ready within a minute on an idle machine; tests share theirs


class Demo:
    """A sample town in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until every part is up."""
        bare = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith(("HOTLINE_", "DATABASE_", "DJANGO_"))
        }
        order = ["demo", "--port", str(self.port), "--data", str(self.folder)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hotline.site.cli", *order],
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
        return self.process.wait(30)

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


@pytest.fixture
def demo() -> Iterator[Demo]:
    folder = Path(tempfile.mkdtemp(prefix="hotline-demo-"))
    folder.chmod(0o711)
    demo = Demo(folder)
    yield demo
    if not demo.has_ended:
        demo.end(signal.SIGKILL)
    eventually(lambda: not demo.left_over(), within_s=20)
    LocalPostgres(folder / "postgres").remove()
    shutil.rmtree(folder, ignore_errors=True)


def test_the_town_survives_a_killed_supervisor_and_leaves_nothing_behind(demo: Demo) -> None:
    demo.start()
    parts = demo.health()[1]
    assert {"door", "web-1", "web-2", "live", "worker", "switchboard", "database"} <= set(parts)
    assert eventually(lambda: "hotline is ready" in demo.said, within_s=20)

    demo.end(signal.SIGKILL)
    assert eventually(lambda: not demo.left_over(), within_s=20), demo.left_over()

    demo.start()
    assert all(part["state"] == "up" for part in demo.health()[1].values())

    assert demo.end(signal.SIGTERM) == 0
    assert eventually(lambda: not demo.left_over(), within_s=20), demo.left_over()

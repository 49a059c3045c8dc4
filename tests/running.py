"""A whole hotline of a test's own, started as its user starts it: `hotline serve`, each part a process.

Decides how it is started, found and ended; its database is the test's own, its keys are the test's,
so that a test can look at what the pages wrote.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings

from hotline.site import heartbeats
from tests.conftest import POSTGRES

READY_S = 240.0  # on a machine with much else to do


class Hotline:
    """One running installation."""

    def __init__(self, folder: Path, database: str, **environ: str) -> None:
        self.folder, self.port = folder, _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = folder / "serve.log"
        ours = settings.CONFIGURATION
        self._environ = {
            "HOTLINE_DATA": str(folder),
            "HOTLINE_PORT": str(self.port),
            "HOTLINE_WEB_WORKERS": "1",
            "HOTLINE_DEMO": "0",
            "DATABASE_URL": POSTGRES.url(database, user="hotline_app"),
            "DATABASE_OWNER_URL": POSTGRES.url(database),
            "HOTLINE_SECRET_KEY_FILE": str(ours.secret_key_file),
            "HOTLINE_CALLERS_KEY_FILE": str(ours.callers_key_file),
            "HOTLINE_FACTORS_KEY_FILE": str(ours.factors_key_file),
        } | environ

    def __enter__(self) -> Hotline:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    "setpriv",
                    "--pdeathsig",
                    "TERM",
                    sys.executable,
                    "-m",
                    "hotline.site.cli",
                    "serve",
                ],
                env=os.environ | self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        give_up_at = time.monotonic() + READY_S
        while not self._is_up():
            assert self._process.poll() is None, self.log
            assert time.monotonic() < give_up_at, self.log
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def log(self) -> str:
        """Return all that the parts said."""
        return self._log.read_text()

    def pid(self, part: str) -> int:
        """Return which process a part is at this moment."""
        told = json.loads((self.folder / "run" / heartbeats.KEPT).read_text())
        return int(told["parts"][part]["pid"])

    def kill(self, part: str) -> int:
        """End a part as a fault would; return which process it was."""
        pid = self.pid(part)
        os.kill(pid, signal.SIGKILL)
        return pid

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(json.load(answer)["state"] == "up")
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

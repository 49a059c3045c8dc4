"""`make demo` on a machine that has fetched the packages before: how long until somebody can ring.

A copy of the checkout makes everything of its own: the environment, the database, the sample town. The floor is the least
that any of it needs, an empty PostgreSQL made and started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.localpg import LocalPostgres

from . import stage
from .figures import Figure, slower

if TYPE_CHECKING:
    from .measures import Bench

READY_S = 60
OURS = ("HOTLINE_", "DJANGO_", "DATABASE_", "PYTHON", "MAKE", "MFLAGS")
"""How the names begin that we have set, and a stranger has not."""


def ready(bench: Bench) -> Figure:
    """Measure the whole of `make demo`; the environment is made once before, so that pip has what it needs."""
    bench.stop()
    folder = stage.data_folder() / "fresh"
    _copy(folder)
    subprocess.run(["make", ".venv/runtime"], cwd=folder, env=_stranger(), check=True)
    shutil.rmtree(folder / ".venv")
    port = stage.free_port()
    command = ["make", "demo", f"PORT={port}", "DATA=var"]
    return slower("demo.ready", "s", up_s(command, folder, port), _bare_s(), most=READY_S)


def up_s(command: list[str], folder: Path, port: int) -> float:
    """Return how long *command* takes until every part is up, in seconds; then end it."""
    start = time.perf_counter()
    with (stage.data_folder() / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=_stranger(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        stage.until_up(port, process)
        return time.perf_counter() - start
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _copy(folder: Path) -> None:
    """Lay down what is in the repository, and nothing that was made from it."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=stage.HOUSE, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(stage.HOUSE / name, folder / name)


def _stranger() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith(OURS)}


def _bare_s() -> float:
    folder = stage.data_folder() / "bare-postgres"
    shutil.rmtree(folder, ignore_errors=True)
    postgres = LocalPostgres(folder)
    start = time.perf_counter()
    postgres.start()
    try:
        return time.perf_counter() - start
    finally:
        postgres.stop()

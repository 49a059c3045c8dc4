"""A whole installation with its own embedded database, and the town's cast in it, reached by HTTP and SQL alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from hotline.localpg import LocalPostgres
from tests.running import Hotline

OURS = ("HOTLINE_SECRET_KEY_FILE", "HOTLINE_CALLERS_KEY_FILE", "DATABASE_URL", "DATABASE_OWNER_URL")


@dataclass(frozen=True)
class Cast:
    """Whom and what a visitor must know of the town."""

    passwords: dict[str, str]
    service: int
    area: int
    providers: dict[str, int]


class Installation(Hotline):
    """A folder with everything in it, as `hotline serve` makes it for somebody who sets nothing."""

    def __init__(self, folder: Path, **environ: str) -> None:
        super().__init__(folder, "", **(dict.fromkeys(OURS, "") | environ))
        self.postgres = LocalPostgres(folder / "postgres")

    def __enter__(self) -> Installation:
        """Run it until the block ends."""
        super().__enter__()
        return self

    @property
    def environ(self) -> dict[str, str]:
        """Return the environment in which its commands run."""
        return os.environ | self._environ

    def set(self, **environ: str) -> None:
        """Change its settings, from its next start on."""
        self._environ |= environ

    def connect(self) -> psycopg.Connection[Any]:
        """Connect as the owner of the tables."""
        return psycopg.connect(self.postgres.url("hotline"), autocommit=True)

    def hotline(self, *order: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run one `hotline` command on it."""
        return self._run("-m", "hotline.site.cli", *order, **environ)

    def settle(self) -> Cast:
        """Make the database and let the cast move in."""
        self.folder.mkdir(parents=True, exist_ok=True)
        done = self._run("-m", "tests.drills.cast")
        assert done.returncode == 0, done.stderr
        return Cast(**json.loads(done.stdout.splitlines()[-1]))

    def forget(self, case: int) -> int:
        """Forget the caller of a case; return how many rows went."""
        done = self._run("-m", "tests.drills.forget", str(case))
        assert done.returncode == 0, done.stderr
        return int(done.stdout)

    def remove(self) -> None:
        """Stop its database and forget it."""
        self.postgres.remove()

    def _run(self, *order: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *order],
            env=self.environ | environ,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=600,
        )

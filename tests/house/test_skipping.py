"""No test is skipped where CI runs: what cannot be tried there has failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .source import HOUSE

SKIPPED = """import pytest

def test_nothing() -> None:
    pytest.skip("no such tool")

@pytest.mark.skipif(True, reason="no such tool")
def test_nothing_by_a_mark() -> None: ...

def test_something() -> None: ...
"""


def test_a_skipped_test_fails_in_ci(tmp_path: Path) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(SKIPPED)
    asked = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", "0", str(file)]
    env = os.environ | {"CI": "1", "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(asked, cwd=HOUSE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode, done.stdout
    assert "1 failed, 1 passed, 1 error" in done.stdout  # a mark is read when the test is set up
    assert done.stdout.count("skipped in CI") == 2


def test_ci_says_that_it_is_ci() -> None:
    assert "CI=1 make check" in (HOUSE / ".ci" / "run").read_text(encoding="utf-8")

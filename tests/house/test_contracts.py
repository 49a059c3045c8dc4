"""The architecture as contracts: they are kept, and they can be broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .source import HOUSE


def _lint(folder: Path) -> tuple[int, str]:
    """Ask import-linter about the house in *folder*."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Have a copy of the house to break."""
    shutil.copytree(
        HOUSE / "hotline",
        tmp_path / "hotline",
        ignore=lambda _folder, names: [
            name for name in names if "." in name and not name.endswith(".py")
        ],
    )
    shutil.copy(HOUSE / ".importlinter", tmp_path)
    return tmp_path


def test_the_contracts_are_kept() -> None:
    code, said = _lint(HOUSE)
    assert code == 0, said


BREAKS = {
    "a domain imports one above it": "hotline.cases.queries -> hotline.dispatch.models",
    "a life imports its actions": "hotline.cases.life -> hotline.cases.actions",
    "an action imports a screen": "hotline.cases.actions -> hotline.calls.views",
    "an action imports a form": "hotline.followups.actions -> hotline.cases.forms",
    "the switch imports Django": "hotline.telephony.port -> django",
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_contract_can_be_broken(what: str, copy: Path) -> None:
    importer, imported = BREAKS[what].split(" -> ")
    file = copy.joinpath(*importer.split(".")).with_suffix(".py")
    file.write_text(f"{file.read_text(encoding='utf-8')}\nimport {imported}\n", encoding="utf-8")
    code, said = _lint(copy)
    assert code != 0
    assert BREAKS[what] in said


def test_a_new_package_needs_a_place(copy: Path) -> None:
    (copy / "hotline" / "gossip").mkdir()
    (copy / "hotline" / "gossip" / "__init__.py").touch()
    code, said = _lint(copy)
    assert code != 0
    assert "gossip" in said

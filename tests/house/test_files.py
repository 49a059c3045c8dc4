"""What lies in the checkout: nothing big, nothing of unknown origin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .source import HOUSE, files

MOST_BYTES = 1_000_000


def big(paths: list[tuple[str, int]]) -> Iterator[str]:
    """Say which files are too big to keep in a history."""
    for path, size in paths:
        if size > MOST_BYTES:
            yield f"{path}: {size / 1e6:.1f} MB"


def unknown(folder: Path) -> Iterator[str]:
    """Say which vendored library lacks its version or its licence."""
    table = folder / "VERSIONS.md"
    rows = table.read_text(encoding="utf-8") if table.exists() else ""
    for library in sorted(folder.glob("*.js")):
        row = re.search(
            rf"^\| `{re.escape(library.name)}` \| (\S+) \| ([\d.]+) \| \S[^|]* \|", rows, re.M
        )
        if row is None:
            yield f"{library.name}: no version in VERSIONS.md"
        licences = [path.name.removesuffix(".LICENSE") for path in folder.glob("*.LICENSE")]
        if not any(name.startswith(library.name.split(".")[0]) for name in licences):
            yield f"{library.name}: no licence"
    for name in re.findall(r"^\| `([\w.]+)`", rows, re.M):
        if not folder.joinpath(name).exists():
            yield f"{name}: in VERSIONS.md, but not there"


def test_no_file_is_bigger_than_a_megabyte() -> None:
    assert (
        list(big([(str(path.relative_to(HOUSE)), path.stat().st_size) for path in files()])) == []
    )


def test_vendored_libraries_keep_their_version_and_licence() -> None:
    folders = sorted({path.parent for path in files() if path.parent.name == "vendor"})
    assert folders
    assert [fault for folder in folders for fault in unknown(folder)] == []


def test_the_house_has_a_licence() -> None:
    said = (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in said
    assert 'license = "AGPL-3.0-or-later"' in (HOUSE / "pyproject.toml").read_text(encoding="utf-8")


def test_the_rules_can_be_broken(tmp_path: Path) -> None:
    assert list(big([("a", 1_000_001), ("b", 1_000_000)])) == ["a: 1.0 MB"]
    (tmp_path / "x.min.js").write_text("", encoding="utf-8")
    assert len(list(unknown(tmp_path))) == 2
    (tmp_path / "VERSIONS.md").write_text(
        "| `x.min.js` | x | 1.0 | MIT |\n| `y.js` | y | 1 | MIT |\n", encoding="utf-8"
    )
    (tmp_path / "x.LICENSE").write_text("MIT", encoding="utf-8")
    assert list(unknown(tmp_path)) == ["y.js: in VERSIONS.md, but not there"]

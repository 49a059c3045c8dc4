"""The list that makes a folder a backup: what is in it, how much, and by which sums it is known again."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

NAME = "manifest.json"
DUMP = "database.dump"
FORM = 1
CHUNK = 1 << 20


@dataclass(frozen=True)
class Content:
    """One file: its length and what it hashes to."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """One table as the snapshot had it: how many rows, and a sum over all of them."""

    rows: int
    sum: str


@dataclass(frozen=True)
class Manifest:
    """Everything a backup says of itself."""

    form: int
    version: str
    made_at: str
    server: int
    files: dict[str, Content]
    tables: dict[str, Table]
    migrations: list[str]
    seal: str
    """The last seal of the journal, as the database told it; empty before there is one."""
    keys: list[str]
    """By what the keys are known again; it opens nothing."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the list of a backup; raises when the folder is none, or of a form not known here."""
        told: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told.get("form") != FORM:
            raise ValueError(f"its form is {told.get('form')}, this version reads {FORM}")
        told["files"] = {name: Content(**one) for name, one in told["files"].items()}
        told["tables"] = {name: Table(**one) for name, one in told["tables"].items()}
        return cls(**told)

    def write(self, folder: Path) -> None:
        """Write the list into the folder: the last thing that is written."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")

    def faults(self, folder: Path) -> Iterator[str]:
        """Say which files are not as they were written."""
        for name, content in self.files.items():
            path = folder / name
            if not path.is_file():
                yield f"{name} is missing"
            elif weigh(path) != content:
                yield f"{name} was changed"
        known = {NAME, *self.files}
        for path in folder.rglob("*"):
            if path.is_file() and str(path.relative_to(folder)) not in known:
                yield f"{path.relative_to(folder)} does not belong to it"


def weigh(path: Path) -> Content:
    """Return a file's length and sum."""
    return copy(path, None)


def copy(source: Path, target: Path | None) -> Content:
    """Copy a file piece by piece and return what was copied; without a target, only read it."""
    total, digest = 0, hashlib.sha256()
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as given, (target or Path(os.devnull)).open("wb") as out:
        while piece := given.read(CHUNK):
            out.write(piece)
            digest.update(piece)
            total += len(piece)
    return Content(total, digest.hexdigest())

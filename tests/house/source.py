"""The house as text and as syntax trees: what every house rule reads."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
KEPT = ("hotline", "tests", "docs", "scripts", "changes", ".ci")
"""The folders of the checkout that are ours; everything else is made."""
MADE = ("__pycache__", "node_modules")


@dataclass(frozen=True)
class Source:
    """One Python file: where it stands in the house, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.module if self.path.endswith("__init__.py") else self.module.rpartition(".")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imports(self) -> set[str]:
        """Name every module that is imported, anywhere in the file; relative ones in full."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = self.package.split(".")[: -(node.level - 1) or None]
                    base = ".".join([*above, base] if base else above)
                found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
        return found


@cache
def house() -> tuple[Source, ...]:
    """Return every module of the house; migrations are made by Django."""
    paths = (path for path in (HOUSE / "hotline").rglob("*.py") if "migrations" not in path.parts)
    return tuple(
        Source(str(path.relative_to(HOUSE)), path.read_text(encoding="utf-8"))
        for path in sorted(paths)
    )


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is ours to commit."""
    top = [path for path in HOUSE.iterdir() if path.is_file()]
    ours = [path for folder in KEPT for path in (HOUSE / folder).rglob("*") if path.is_file()]
    return tuple(
        sorted(
            path
            for path in top + ours
            if not set(MADE) & set(path.parts) and path.suffix not in (".pyc", ".mo")
        )
    )


def text_of(path: Path) -> str | None:
    """Return what a file says; None when it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def sample(text: str, path: str = "hotline/cases/sample.py") -> Source:
    """Return a few lines as if they stood in the house: how each rule shows that it can fail."""
    return Source(path, text)


def faults(rule: Callable[[Source], Iterable[str]], sources: Iterable[Source]) -> list[str]:
    """Ask one rule of many files; each fault begins with its place."""
    return [f"{source.path}: {fault}" for source in sources for fault in rule(source)]


def apart(
    found: Iterable[str], excused: dict[str, str], *, by: Callable[[str], str] = str
) -> tuple[list[str], list[str]]:
    """Return the faults that nobody excuses, and the excuses that nobody needs any more."""
    found = list(found)
    used = {by(fault) for fault in found}
    return (
        [fault for fault in found if by(fault) not in excused],
        [
            f"{excuse}: the exception is not needed any more"
            for excuse in sorted(set(excused) - used)
        ],
    )

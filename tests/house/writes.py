"""Finding whatever writes a table: calls that save, create, change or delete rows, and SQL that does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .kinds import Env, Reader, walk_here
from .source import Source

ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "save_base"}
"""Nothing but Django's tables has these."""
MAYBE = {"save", "create", "update", "delete"}
"""Dictionaries, sets, hashes and forms have these too: it depends on whose they are."""
BY_HAND = {"rows.add", "rows.change"}
"""The house's own statements."""
OF_RELATIONS = {"add", "remove", "set", "clear"}
"""Lists and sets have these; a relation between tables is written by them."""
SQL = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\S+(\s+\w+)?\s+SET|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO|ALTER\s+TABLE|DROP\s+TABLE)\b",
    re.I,
)


@dataclass(frozen=True)
class Write:
    """One place that writes, or may."""

    path: str
    function: str
    line: int
    what: str

    @property
    def where(self) -> str:
        """Name the place as the list of exceptions does."""
        return f"{self.path}:{self.function}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.what}"


def writes(source: Source) -> Iterator[Write]:
    """Yield every write in one module."""
    finder = _Finder(source)
    yield from finder.body(source.tree.body, finder.reader.top(), "module", None)


class _Finder:
    def __init__(self, source: Source) -> None:
        self.source, self.reader = source, Reader(source)

    def body(self, body: list[ast.stmt], env: Env, name: str, owner: object) -> Iterator[Write]:
        docstring = body[0] if body and _is_docstring(body[0]) else None
        for node in walk_here(statement for statement in body if statement is not docstring):
            if isinstance(node, ast.ClassDef):
                cls = self.reader.names.get(node.name)
                yield from self.body(node.body, env, node.name, cls)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = self.reader.scope(node, env, owner)
                yield from self.body(node.body, inner, node.name, None)
            elif isinstance(node, ast.Lambda):
                inner = self.reader.scope(node, env, None)
                yield from self.body([ast.Expr(node.body)], inner, name, None)
            else:
                yield from self._here(node, env, name)

    def _here(self, node: ast.AST, env: Env, name: str) -> Iterator[Write]:
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            env.update(self.reader.bound_by(node.generators, env))
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SQL.search(node.value)
        ):
            yield self._write(node, name, "SQL that writes")
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return
        verb, said = node.func.attr, ast.unparse(node.func)
        plain = verb.removeprefix("a") if verb[:1] == "a" else verb
        if (
            said in BY_HAND
            or verb in ALWAYS
            or plain in ALWAYS
            or (plain != verb and plain in MAYBE)
        ):
            yield self._write(node, name, said)
        elif verb in MAYBE | OF_RELATIONS:
            kind = self.reader.kind(node.func.value, env)
            if kind is not None and kind.of_tables:
                yield self._write(node, name, said)
            elif kind is None and verb in MAYBE and not (verb == "update" and node.args):
                # `update` of rows takes keywords alone; given a mapping it is a dictionary's.
                yield self._write(node, name, f"{said}, of whom nobody can tell what it is")

    def _write(self, node: ast.expr, name: str, what: str) -> Write:
        return Write(self.source.path, name, node.lineno, what)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)

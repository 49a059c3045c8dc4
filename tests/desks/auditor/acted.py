"""Which acts the house can write into its journal, read from its syntax trees: each with the kind of thing it is about."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hotline.journal.models import Recorded
from hotline.life.steps import LIVES
from tests.house.kinds import Reader, walk_here
from tests.house.source import Source

Act = tuple[str, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef

SAID_HERE: dict[str, set[Act]] = {
    # The engine writes the steps, which stand in the lives, and what `begin` is given.
    "hotline/life/steps.py": set(),
    "hotline/life/undoing.py": {
        (kind, "undo") for kind, life in LIVES.items() if any(s.undo for s in life.steps.values())
    },
    # The ledger writes what the machine orders by `do.Write`.
    "hotline/calls/ledger.py": set(),
    # The journal stands beneath people, and knows the house's account as `Any`.
    "hotline/journal/verify.py": {("person", "verify")},
    # Two helpers write for four kinds of what is set down.
    "hotline/timelimits/actions.py": {
        *(("time_limit", act) for act in ("set_limit", "end_limit", "withdraw_limit")),
        *(("holiday", act) for act in ("declare_day", "take_in_day", "withdraw_day")),
        ("season", "add_season"),
        ("office_hours", "set_hours"),
        ("storm", "switch_on"),
    },
}
"""What modules write of which the text alone does not tell."""


class Untold(Exception):
    """Nobody can tell from the text what is written."""


def steps() -> set[Act]:
    """Return the steps of every life."""
    return {(kind, name) for kind, life in LIVES.items() for name in life.steps}


def acts(source: Source) -> set[Act]:
    """Return what one module writes into the journal beside its steps; raise `Untold` where that cannot be read."""
    said = SAID_HERE.get(source.path)
    return set(_Finder(source).found()) if said is None else said


class _Finder:
    """Follows an act's name from `journal.write` back to where it is spelt."""

    def __init__(self, source: Source) -> None:
        self.source, self.reader = source, Reader(source)
        self.tables = {
            target.id: node.value.values
            for node in source.tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def found(self) -> Iterator[Act]:
        for function in self.source.functions():
            for call in _calls(function):
                given = {one.arg: one.value for one in call.keywords}
                match call.func:
                    case ast.Attribute(attr="write") if {"act", "about"} <= given.keys():
                        kind = self._kind(given["about"], function)
                    case ast.Attribute(value=ast.Name(id=life), attr="begin") if life.isupper():
                        kind = self.reader.names[life].kind
                    case ast.Attribute(value=ast.Name(id="do"), attr="Write"):
                        kind, given["act"] = "call", call.args[0]
                    case _:
                        continue
                for name in self._names(given["act"], function):
                    yield kind, name

    def _kind(self, about: ast.expr, function: Function) -> str:
        """Return the kind of thing that an expression is."""
        kind = self.reader.kind(about, self.reader.scope(function, self.reader.top(), None))
        if kind is None or kind.what != "row" or not issubclass(kind.of, Recorded):
            raise Untold(
                f"{self.source.path} {function.name}: of what kind is {ast.unparse(about)}?"
            )
        return str(kind.of.KIND)

    def _names(self, said: ast.expr, function: Function) -> set[str]:
        """Return every string an expression may be."""
        match said:
            case ast.Constant(value=str(name)):
                return {name}
            case ast.IfExp(body=one, orelse=two):
                return self._names(one, function) | self._names(two, function)
            case ast.List(elts=elts) | ast.Tuple(elts=elts):
                return self._all(elts, function)
            case ast.Subscript(value=ast.Name(id=table)) if table in self.tables:
                return self._all(self.tables[table], function)
            case ast.Name(id=name):
                found = self._all(_bound(name, function), function)
                for caller, call in self._callers(name, function):
                    found |= self._names(_argument(call, name, function), caller)
                if found:
                    return found
        raise Untold(f"{self.source.path} {function.name}: what is {ast.unparse(said)}?")

    def _all(self, several: list[ast.expr], function: Function) -> set[str]:
        return {name for one in several for name in self._names(one, function)}

    def _callers(self, name: str, function: Function) -> Iterator[tuple[Function, ast.Call]]:
        """Yield the calls of a function in its module, if it is given the name as an argument."""
        if name not in _arguments(function):
            return
        for caller in self.source.functions():
            for call in _calls(caller):
                if isinstance(call.func, ast.Name) and call.func.id == function.name:
                    yield caller, call


def _calls(function: Function) -> list[ast.Call]:
    return [node for node in walk_here(function.body) if isinstance(node, ast.Call)]


def _arguments(function: Function) -> list[str]:
    given = function.args
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def _argument(call: ast.Call, name: str, function: Function) -> ast.expr:
    """Return what a call gives for an argument."""
    spelt = next((one.value for one in call.keywords if one.arg == name), None)
    return spelt or call.args[_arguments(function).index(name)]


def _bound(name: str, function: Function) -> list[ast.expr]:
    """Return all that a function binds a name to, in its assignments and loops."""
    found: list[ast.expr] = []
    for node in walk_here(function.body):
        match node:
            case ast.Assign(targets=[target], value=value):
                found += _part(target, value, name)
            case ast.For(target=ast.Name(id=bound), iter=several) if bound == name:
                found.append(several)
    return found


def _part(target: ast.expr, value: ast.expr, name: str) -> list[ast.expr]:
    """Return what an assignment gives to a name: all of a value, or its place in a pair."""
    match target, value:
        case ast.Name(id=bound), _ if bound == name:
            return [value]
        case ast.Tuple(), ast.IfExp(body=one, orelse=two):
            return _part(target, one, name) + _part(target, two, name)
        case ast.Tuple(elts=names), ast.Tuple(elts=values):
            pairs = zip(names, values, strict=True)
            return [part for one, given in pairs for part in _part(one, given, name)]
    return []

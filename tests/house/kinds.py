"""What an expression is, as far as a writer of tables is concerned: a model, a row, rows, something else, or unknown.

A small inference over the syntax tree. Names are looked up in the real, imported module; parameters and results go by
their annotations; relations by Django's own table of fields. It runs nothing of the module but its imports.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.manager import BaseManager

from .source import Source

ROWS_OF_A_CLASS = {"objects", "_default_manager", "_base_manager"}
ONE_OF_ROWS = {
    "get", "first", "last", "earliest", "latest", "create", "get_or_create", "update_or_create", "aget", "afirst",
}  # fmt: skip
NO_ROWS = {
    "values",
    "values_list",
    "count",
    "exists",
    "aggregate",
    "dates",
    "datetimes",
    "in_bulk",
    "explain",
}


@dataclass(frozen=True)
class Kind:
    """`what` is "class", "row", "rows", "many" (a plain collection of `of`), or "other"; `of` is the class, if known."""

    what: str
    of: Any = None

    @property
    def of_tables(self) -> bool:
        return self.what in ("class", "row", "rows")


OTHER = Kind("other")
Env = dict[str, Kind | None]


def relations() -> dict[type[models.Model], dict[str, Kind]]:
    """Return what each attribute of each model leads to."""
    found: dict[type[models.Model], dict[str, Kind]] = {}
    for model in apps.get_models():
        mine = found.setdefault(model, {})
        for field in model._meta.get_fields():
            name = getattr(field, "get_accessor_name", lambda field=field: field.name)() or ""
            if not field.is_relation or field.related_model is None:
                mine[name] = OTHER
            elif field.one_to_many or field.many_to_many:
                mine[name] = Kind("rows", field.related_model)
            else:
                mine[name] = Kind("row", field.related_model)
    return found


def of_type(said: Any) -> Kind | None:
    """Return what a value of an annotated type is."""
    if said is None or said is type(None):
        return OTHER
    if isinstance(said, typing.TypeVar):
        return of_type(said.__bound__) if said.__bound__ else None
    origin, parts = typing.get_origin(said), typing.get_args(said)
    if origin in (typing.Union, types.UnionType):
        kinds = [of_type(part) for part in parts]
        return next((kind for kind in kinds if kind and kind.of_tables), join(kinds))
    if origin is type and parts:
        inner = of_type(parts[0])
        return Kind("class", inner.of) if inner and inner.what == "row" else OTHER
    if origin is tuple:
        return Kind("many", tuple(of_type(part) for part in parts if part is not Ellipsis))
    if isinstance(origin, type) and issubclass(origin, models.QuerySet | BaseManager):
        return Kind("rows", parts[0] if parts and isinstance(parts[0], type) else None)
    if isinstance(origin, type) and issubclass(origin, Iterable) and parts:
        return Kind("many", of_type(parts[-1]))
    if not isinstance(said, type):
        return None
    if issubclass(said, models.Model):
        return Kind("row", said)
    if issubclass(said, models.QuerySet | BaseManager):
        return Kind("rows", None)
    return None if said is object else Kind("other", said)


def of_object(thing: Any) -> Kind | None:
    """Return what a name of a module is."""
    if isinstance(thing, type):
        return Kind("class", thing) if issubclass(thing, models.Model) else Kind("other", type)
    if isinstance(thing, models.QuerySet | BaseManager):
        return Kind("rows", thing.model)
    return Kind("other", type(thing))


def join(kinds: Iterable[Kind | None]) -> Kind | None:
    """Return the kind of something that may be any of several: tables weigh most, the unknown next."""
    given = list(kinds)
    for kind in given:
        if kind is not None and (kind.of_tables or kind.what == "many"):
            return kind
    if None in given or not given:
        return None
    return given[0] if len(set(given)) == 1 else OTHER


def _of_a_library(owner: Any) -> Kind | None:
    """Return "other" for what hangs on a library's object: only ours and Django's hold tables."""
    home = getattr(owner, "__module__", "") if isinstance(owner, type) else ""
    ours = home.startswith(("hotline.", "django.db")) or home == "builtins"
    return OTHER if home and not ours else None


class Reader:
    """Reads one module."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names = self._names()
        self.relations = relations()
        self.local = {function.name: function for function in source.functions()}
        self.own: Env = {}
        """What `self.…` was set to, anywhere in the module."""

    def _names(self) -> dict[str, Any]:
        names: dict[str, Any] = {"__package__": self.source.package, "__name__": self.source.module}
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                try:
                    exec(compile(ast.Module([node], []), self.source.path, "exec"), names)
                except ImportError:
                    continue
        if self._exists():
            names |= vars(importlib.import_module(self.source.module))
        return names

    def _exists(self) -> bool:
        try:
            return importlib.util.find_spec(self.source.module) is not None
        except ModuleNotFoundError:
            return False

    def annotated(self, node: ast.expr | None) -> Kind | None:
        """Return what an annotation promises."""
        if node is None:
            return None
        try:
            text = (
                node.value
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                else ast.unparse(node)
            )
            return of_type(eval(text, dict(self.names)))
        except Exception:  # an annotation that only a type checker can read
            return None

    def returned(self, function: Any) -> Kind | None:
        """Return what a function of another module gives back."""
        said = getattr(function, "__annotations__", {}).get("return")
        if isinstance(said, str):
            try:
                said = eval(said, dict(getattr(inspect.unwrap(function), "__globals__", {})))
            except Exception:  # as above
                return None
        return of_type(said) if said is not None else None

    def kind(self, node: ast.expr, env: Env) -> Kind | None:
        """Return what an expression is; None when nobody can tell."""
        match node:
            case ast.Name(id=name):
                if name in env:
                    return env[name]
                return of_object(self.names[name]) if name in self.names else None
            case ast.Attribute():
                return self._attribute(node, env)
            case ast.Call():
                return self._call(node, env)
            case ast.Await(value=value) | ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self.kind(value, env)
            case ast.IfExp(body=one, orelse=two):
                return join([self.kind(one, env), self.kind(two, env)])
            case ast.BoolOp(values=values):
                return join([self.kind(value, env) for value in values])
            case ast.Subscript(value=value, slice=part):
                return self._part(self.kind(value, env), part)
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                return Kind("many", join([self.kind(one, env) for one in elts]) if elts else OTHER)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return Kind("many", self.kind(node.elt, self.bound_by(node.generators, env)))
            case ast.BinOp(left=left, right=right):
                return join([self.kind(left, env), self.kind(right, env)])
            case _:
                return OTHER

    def _attribute(self, node: ast.Attribute, env: Env) -> Kind | None:
        base, name = self.kind(node.value, env), node.attr
        if name in ROWS_OF_A_CLASS:
            return Kind("rows", base.of if base else None)
        if base is None:
            return self._own(node)
        if base.what == "row":
            known = self.relations.get(base.of, {})
            return known.get(name) or self._member(base.of, name)
        if base.what == "other":
            thing = self.thing(node, env)
            if thing is not None:
                return of_object(thing)
            return self._member(base.of, name) or self._own(node) or _of_a_library(base.of)
        return OTHER

    def _own(self, node: ast.Attribute) -> Kind | None:
        mine = isinstance(node.value, ast.Name) and node.value.id == "self"
        return self.own.get(node.attr) if mine else None

    def _member(self, owner: Any, name: str) -> Kind | None:
        """Return what an attribute of an instance is, by its class's annotations."""
        found = inspect.getattr_static(owner, name, None) if isinstance(owner, type) else None
        if isinstance(found, property) and found.fget:
            return self.returned(found.fget)
        for cls in getattr(owner, "__mro__", ()):
            said = inspect.get_annotations(cls).get(name)
            if said is not None:
                try:
                    scope = vars(importlib.import_module(cls.__module__))
                    return of_type(eval(said, dict(scope)) if isinstance(said, str) else said)
                except Exception:  # as above
                    return None
        return None

    def thing(self, node: ast.expr, env: Env) -> Any:
        """Return the real object that a dotted name of imported modules means."""
        if isinstance(node, ast.Name):
            return None if node.id in env else self.names.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.thing(node.value, env)
            return getattr(owner, node.attr, None) if inspect.ismodule(owner) else None
        return None

    def _call(self, node: ast.Call, env: Env) -> Kind | None:
        function = node.func
        if isinstance(function, ast.Name):
            if function.id in ("list", "sorted", "tuple", "set", "reversed", "iter") and node.args:
                return Kind("many", self.element(self.kind(node.args[0], env)))
            if function.id == "next" and node.args:
                return self.element(self.kind(node.args[0], env))
            if function.id == "cast":
                return self.annotated(node.args[0])
            if function.id == "get_object_or_404":
                return Kind("row", getattr(self.kind(node.args[0], env), "of", None))
            if function.id in self.local and function.id not in env:
                return self.annotated(self.local[function.id].returns)
        thing = self.thing(function, env)
        if isinstance(thing, type):
            return of_type(thing)
        if thing is not None:
            return self.returned(thing)
        if isinstance(function, ast.Attribute):
            return self._method(self.kind(function.value, env), function.attr)
        made = self.kind(function, env)
        return Kind("row", made.of) if made and made.what == "class" else None

    def _method(self, base: Kind | None, name: str) -> Kind | None:
        if base is None:
            return None
        if base.what == "rows":
            if name in ONE_OF_ROWS:
                return Kind("row", base.of)
            return OTHER if name in NO_ROWS else base
        if base.what == "class":
            return None
        found = inspect.getattr_static(base.of, name, None) if isinstance(base.of, type) else None
        found = getattr(found, "__func__", found)
        if inspect.isfunction(found):
            return self.returned(found)
        return OTHER if base.what == "other" and base.of is not None else None

    def _part(self, base: Kind | None, part: ast.expr) -> Kind | None:
        if base is None or (base.what == "rows" and isinstance(part, ast.Slice)):
            return base
        return self.element(base)

    def element(self, base: Kind | None) -> Kind | None:
        """Return what is in a collection."""
        if base is None:
            return None
        if base.what == "rows":
            return Kind("row", base.of)
        if base.what == "many":
            return join(base.of) if isinstance(base.of, tuple) else base.of
        return None

    def bind(self, target: ast.expr, kind: Kind | None, env: Env) -> None:
        """Let a target of an assignment be of a kind; what a name was before is not forgotten."""
        if isinstance(target, ast.Name):
            env[target.id] = join([env[target.id], kind]) if env.get(target.id) else kind
        elif isinstance(target, ast.Attribute) and kind is not None:
            self.own[target.attr] = kind
        elif isinstance(target, ast.Tuple | ast.List):
            parts = kind.of if kind and kind.what == "many" and isinstance(kind.of, tuple) else None
            for n, one in enumerate(target.elts):
                inner = parts[n] if parts and n < len(parts) else self.element(kind)
                self.bind(one, inner, env)

    def bound_by(self, generators: list[ast.comprehension], env: Env) -> Env:
        """Return the names inside a comprehension."""
        inner = dict(env)
        for one in generators:
            self.bind(one.target, self.element(self.kind(one.iter, inner)), inner)
        return inner

    def top(self) -> Env:
        """Return the names of the module that only its text knows: it was not imported."""
        env: Env = {}
        for node in walk_here(self.source.tree.body):
            self._learn(node, env)
        return {name: kind for name, kind in env.items() if name not in self.names}

    def scope(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, env: Env, owner: Any
    ) -> Env:
        """Return the names inside a function: its arguments and all it assigns."""
        inner = dict(env)
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in every:
            inner[argument.arg] = self.annotated(argument.annotation)
        if owner is not None and every and every[0].arg in ("self", "cls"):
            inner[every[0].arg] = of_type(owner)
        if arguments.kwarg:
            inner[arguments.kwarg.arg] = Kind("other", dict)
        if not isinstance(function, ast.Lambda):
            for _twice in range(2):  # a name may be used above where a loop assigns it
                for node in walk_here(function.body):
                    self._learn(node, inner)
        return inner

    def _learn(self, node: ast.AST, env: Env) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self.bind(target, self.kind(value, env), env)
            case ast.AnnAssign(target=target, annotation=said):
                self.bind(target, self.annotated(said), env)
            case ast.NamedExpr(target=target, value=value):
                self.bind(target, self.kind(value, env), env)
            case ast.For(target=target, iter=rows) | ast.AsyncFor(target=target, iter=rows):
                self.bind(target, self.element(self.kind(rows, env)), env)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        held = self.kind(item.context_expr, env)
                        self.bind(item.optional_vars, self.element(held) or held, env)


def walk_here(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Walk statements without going into the functions and classes among them."""
    todo = list(body)
    while todo:
        node = todo.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            todo = [*ast.iter_child_nodes(node), *todo]

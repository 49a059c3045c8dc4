"""One choke point for access: whoever shows a thing asks `seen_by` who may know of it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from hotline.journal.models import Recorded

from .kinds import Reader
from .source import Source, apart, faults, house, sample

READS = {
    "get",
    "filter",
    "all",
    "exclude",
    "first",
    "last",
    "in_bulk",
    "aget",
    "order_by",
    "select_related",
}

NO_SECRET = {
    "area", "service", "group", "rule", "time_limit", "season", "holiday", "office_hours",
}  # fmt: skip
"""What is published anyway: the map, the catalogue, the line's numbers, its time limits and calendar."""

NOT_SHOWN = {
    "Telephone": "the sample town's made-up telephones; there are none in service",
}
"""Kinds of things without `seen_by`, each with its reason."""

EXCEPTIONS = {
    "hotline/desks/operator/timeline.py": "names what the entries of a case that is seen point to",
    "hotline/desks/department/forms.py": "the units are those that somebody speaks for",
    "hotline/desks/department/story.py": "names the units that the entries of a case that is seen point to",
    "hotline/desks/department/views/assignment.py": "an answer below one that is seen: its lead reads it, be it another bureau's",
    "hotline/desks/provider/queries.py": "counts what every provider does, for an average that names none",
    "hotline/demo/views.py": "the sample town's outbox: there is no such page in service",
    "hotline/people/views/door.py": "the sample town's door: nobody is signed in yet",
}
"""Views that read rows without `seen_by`, each with its reason."""


def unguarded(model: type[models.Model]) -> Iterator[str]:
    """Say when nobody can ask of a model who may know of it."""
    kind = getattr(model, "KIND", "")
    if kind and not inspect.isroutine(getattr(model._default_manager, "seen_by", None)):
        yield f"{model.__name__} ({kind}) has no seen_by"


def unasked(source: Source) -> Iterator[str]:
    """Say which rows a screen reads without asking `seen_by`."""
    reader = Reader(source)
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        manager = node.func.value
        if node.func.attr in READS and isinstance(manager, ast.Attribute) and manager.attr in (
            "objects", "_default_manager", "_base_manager",
        ):  # fmt: skip
            kind = reader.kind(manager.value, {})
            if kind is None or getattr(kind.of, "KIND", "") not in {"", *NO_SECRET}:
                yield f"line {node.lineno}: {ast.unparse(node.func)} without seen_by"
    for name, node in _calls(source):
        if name == "get_object_or_404":
            kind = reader.kind(node.args[0], {})
            if kind is not None and kind.what == "class":
                yield f"line {node.lineno}: {ast.unparse(node)} without seen_by"


def _calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def _screens() -> list[Source]:
    return [
        s
        for s in house()
        if s.name == "views.py" or "/views/" in s.path or s.path.startswith("hotline/desks/")
    ]


def test_everything_that_is_shown_says_who_may_know() -> None:
    found = [f"{fault}" for model in apps.get_models() for fault in unguarded(model)]
    strange, idle = apart(found, NOT_SHOWN, by=lambda fault: fault.partition(" ")[0])
    assert [*strange, *idle] == []


def test_screens_ask_who_may_know() -> None:
    found = faults(unasked, _screens())
    strange, idle = apart(found, EXCEPTIONS, by=lambda fault: fault.partition(":")[0])
    assert not [*strange, *idle], "\n".join([*strange, *idle])


HEAD = "from hotline.cases.models import Case\nfrom django.shortcuts import get_object_or_404\n"


@pytest.mark.parametrize(
    "text",
    [
        "x = Case.objects.get(pk=1)",
        "x = Case.objects.filter(pk=1).first()",
        "x = get_object_or_404(Case, pk=1)",
    ],
)
def test_a_screen_that_does_not_ask_is_seen(text: str) -> None:
    assert list(unasked(sample(HEAD + text, "hotline/cases/views.py")))


@pytest.mark.parametrize(
    "text",
    [
        "x = Case.objects.seen_by(p).get(pk=1)",
        "x = get_object_or_404(Case.objects.seen_by(p), pk=1)",
        "x = {}.get(1)",
    ],
)
def test_a_screen_that_asks_passes(text: str) -> None:
    assert list(unasked(sample(HEAD + text, "hotline/cases/views.py"))) == []


def test_a_model_that_nobody_guards_is_seen() -> None:
    class Bare(models.Manager["models.Model"]):
        pass

    class Thing:
        KIND = "thing"
        _default_manager = Bare()

    assert issubclass(Recorded, models.Model)
    assert list(unguarded(Thing)) == ["Thing (thing) has no seen_by"]  # type: ignore[arg-type]

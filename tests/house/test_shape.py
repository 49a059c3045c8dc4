"""The shape of the house: which files there are, what may stand in them, what each must say of itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from .source import HOUSE, Source, apart, faults, house, sample

NO_NAMES = {
    "utils",
    "helpers",
    "common",
    "core",
    "base",
    "manager",
    "managers",
    "services",
    "misc",
    "lib",
}
"""Names that say nothing about what is inside."""

EIGHT = {"models", "life", "queries", "actions", "jobs", "forms", "views", "urls"}
NO_SCREEN = EIGHT - {"forms", "views", "urls"}
"""Rules: they know nothing of a browser. Pure modules beside the eight neither."""

SCREENS = {
    "hotline/life/door.py": "the one POST view of all lives",
    "hotline/people/guards.py": "who may open a view: a decorator of views",
    "hotline/people/adapter.py": "what allauth asks of us, which hands over its request",
    "hotline/people/factors/stage.py": "a stage of allauth's way in, which hands over its request",
    "hotline/people/sessions.py": "notes on what and from where a session began",
    "hotline/people/idle.py": "ends a session that nobody uses: part of the request's way in",
    "hotline/people/lockout.py": "reads the address an attempt comes from",
    "hotline/papers/answers.py": "hands a file to a browser, with what keeps it from being run",
    "hotline/cases/draft_door.py": "what every screen with something long to write answers of its drafts",
    "hotline/calls/doors.py": "what the views of seats and of calls under way have in common",
    "hotline/calls/recordings/answers.py": "plays a sound to a browser, piece by piece as it asks",
}
"""Modules that stand at the door by their nature, beside forms, views and urls."""
NAMED_BY_OTHERS = {"hotline/site/postgresql/base.py": "Django looks for a database backend there"}
"""Modules whose name is not ours to choose."""
DOOR = ("hotline/site/", "hotline/desks/", "hotline/ui/", "hotline/demo/")
"""Packages that are screens and the putting together."""


def no_name(source: Source) -> Iterator[str]:
    """Say when a module is called by a word that says nothing."""
    for word in source.module.split("."):
        if word in NO_NAMES and source.path not in NAMED_BY_OTHERS:
            yield f"“{word}” does not say what is inside"


def knows_http(source: Source) -> Iterator[str]:
    """Say when a rule knows of requests and answers."""
    stem = source.name.removesuffix(".py")
    if stem in ("forms", "views", "urls") or "/views/" in source.path:
        return
    if source.path.startswith(DOOR) and stem not in NO_SCREEN:
        return
    for name in ("django.http", "django.shortcuts", "django.views"):
        if any(found == name or found.startswith(f"{name}.") for found in source.imports()):
            yield f"imports {name}"


def knows_templates(source: Source) -> Iterator[str]:
    """Say when an action, a life or a query draws a page."""
    if source.name.removesuffix(".py") in NO_SCREEN:
        for name in ("django.template", "jinja2"):
            if any(found == name or found.startswith(f"{name}.") for found in source.imports()):
                yield f"imports {name}"


def signals_and_hooks(source: Source) -> Iterator[str]:
    """Say when something happens behind a writer's back."""
    for name in source.imports():
        if name.startswith(("django.db.models.signals", "django.dispatch")):
            yield f"imports {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and source.name == "models.py":
            for one in node.body:
                if isinstance(one, ast.FunctionDef) and one.name in ("save", "delete", "save_base"):
                    yield f"{node.name} overrides {one.name}()"


def prints(source: Source) -> Iterator[str]:
    """Say when something is printed that a log should hold."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ):
            yield f"line {node.lineno} prints"


def says_nothing(source: Source) -> Iterator[str]:
    """Say which public thing has no sentence about itself."""
    if ast.get_docstring(source.tree) is None and source.text.strip():
        yield "the module"
    yield from _silent(source.tree, "")


def _silent(body: ast.Module | ast.ClassDef, within: str) -> Iterator[str]:
    for node in body.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or node.name == "Meta" or _is_stub(node):
            continue
        if ast.get_docstring(node) is None:
            yield f"{within}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _silent(node, f"{node.name}.")


def _is_stub(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    last = node.body[-1]
    return (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Constant)
        and last.value.value is ...
    )


def test_every_module_has_a_name_that_says_something() -> None:
    assert faults(no_name, house()) == []


def test_rules_know_nothing_of_the_browser() -> None:
    found = faults(knows_http, house())
    strange, idle = apart(found, SCREENS, by=lambda fault: fault.partition(":")[0])
    assert [*strange, *idle] == []


def test_rules_draw_no_page() -> None:
    assert faults(knows_templates, house()) == []


def test_nothing_happens_behind_a_writers_back() -> None:
    assert faults(signals_and_hooks, house()) == []


def test_only_the_command_line_prints() -> None:
    elsewhere = (source for source in house() if source.path != "hotline/site/cli.py")
    assert faults(prints, elsewhere) == []


def test_everything_public_says_what_it_is() -> None:
    assert faults(says_nothing, house()) == []


def test_no_package_is_empty() -> None:
    folders = {source.path.rpartition("/")[0] for source in house()}
    full = {source.path.rpartition("/")[0] for source in house() if source.name != "__init__.py"}
    above = {folder.rpartition("/")[0] for folder in folders}
    empty = {folder for folder in folders - full - above if not _says_more(folder)}
    assert empty == set()


def _says_more(folder: str) -> bool:
    inside = [path for path in (HOUSE / folder).iterdir() if path.name != "__pycache__"]
    return len(inside) > 1


SAMPLES = [
    (no_name, "", "hotline/cases/utils.py"),
    (no_name, "", "hotline/core/life.py"),
    (knows_http, "from django.http import HttpRequest", "hotline/cases/actions.py"),
    (knows_http, "import django.http", "hotline/dispatch/ranking.py"),
    (knows_http, "from django.shortcuts import render", "hotline/desks/operator/actions.py"),
    (
        knows_templates,
        "from django.template.loader import render_to_string",
        "hotline/cases/life.py",
    ),
    (signals_and_hooks, "from django.db.models.signals import post_save", "hotline/cases/x.py"),
    (signals_and_hooks, "class Case:\n    def save(self): ...", "hotline/cases/models.py"),
    (prints, "def f():\n    print('x')", "hotline/cases/actions.py"),
    (says_nothing, "x = 1", "hotline/cases/actions.py"),
    (
        says_nothing,
        "'''M.'''\nclass A:\n    '''A.'''\n    def b(self):\n        return 1",
        "hotline/x.py",
    ),
]


@pytest.mark.parametrize(("rule", "text", "path"), SAMPLES)
def test_each_rule_can_be_broken(rule: object, text: str, path: str) -> None:
    assert callable(rule)
    assert list(rule(sample(text, path)))

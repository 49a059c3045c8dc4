"""Words: whatever a person may read goes through gettext; nothing names a machine of ours or a package index."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.ext import babel_extract

from .source import HOUSE, Source, apart, faults, files, house, sample, text_of

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}

EXCEPTIONS: dict[str, str] = {}
"""Files with Chinese that no translation may change, and why."""

MACHINE = re.compile(
    r"(?<![\w.])/(?:w[o]rk|f[a]rm)/|/tmp/bash|\bp[y]pi\.org|files\.python[h]osted|registry\.n[p]mjs|/simple/\b|--index-url\s*\S*http",
    re.I,
)
"""Paths of a builder's machine, hosts of package indexes."""


def untranslated(source: Source) -> Iterator[str]:
    """Say which Chinese constants of a module do not go through gettext."""
    allowed = {id(node) for node in _given_to_gettext(source.tree)}
    allowed |= {id(node) for node in _docstrings(source.tree)}
    for node in ast.walk(source.tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and CJK.search(text) and id(node) not in allowed:
            yield f"line {getattr(node, 'lineno', 0)}: {text[:30]!r}"


def _given_to_gettext(tree: ast.Module) -> Iterator[ast.AST]:
    names = GETTEXT | set(_aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            if name in names:
                for argument in node.args:
                    yield from ast.walk(argument)


def _aliases(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from (one.asname for one in node.names if one.asname and one.name in GETTEXT)


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the strings that stand as statements: they are read by whoever reads code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


@cache
def _jinja() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n"])


def untranslated_in_template(text: str) -> Iterator[str]:
    """Say which Chinese of a template stands outside `_()` and `{% trans %}`."""
    inside = False
    gettext_calls = 0
    depth = 0
    last: tuple[str, str] = ("", "")
    for line, kind, value in _jinja().lex(text):
        if kind in ("whitespace",):
            continue
        if kind == "name" and value in ("trans", "endtrans") and last[0] == "block_begin":
            inside = value == "trans"
        if kind == "operator" and value == "(":
            depth += 1
            if last == ("name", "_") or last[1] in GETTEXT:
                gettext_calls = gettext_calls or depth
        if kind == "operator" and value == ")":
            if gettext_calls == depth:
                gettext_calls = 0
            depth -= 1
        spoken = kind in ("data", "string")
        if spoken and CJK.search(value) and not inside and not (kind == "string" and gettext_calls):
            yield f"line {line}: {' '.join(value.split())[:30]!r}"
        last = (kind, value)


def _templates() -> list[Path]:
    return [path for path in files() if path.suffix == ".html" and "templates" in path.parts]


def _place(fault: str) -> str:
    return fault.partition(": ")[0]


def _found() -> Iterator[str]:
    yield from faults(untranslated, house())
    for path in _templates():
        for fault in untranslated_in_template(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(HOUSE)}: {fault}"
    for path in files():
        ours = path.suffix in (".js", ".css", ".svg") and "vendor" not in path.parts
        if ours and path.is_relative_to(HOUSE / "hotline"):
            for number, line in enumerate((text_of(path) or "").splitlines(), 1):
                if CJK.search(line):
                    yield f"{path.relative_to(HOUSE)}: line {number}: {line.strip()[:30]!r}"


def test_everything_a_person_may_read_can_be_translated() -> None:
    strange, idle = apart(_found(), EXCEPTIONS, by=_place)
    assert not [*strange, *idle], "\n".join([*strange, *idle])


def test_templates_are_understood_by_the_extractor() -> None:
    """What `_()` holds in a template is what the translators get."""
    for path in _templates():
        with path.open("rb") as file:
            said = list(babel_extract(file, ["_", "gettext", "ngettext", "pgettext"], [], {}))
        assert said or not re.search(r"_\([\"']|{%-? trans", path.read_text(encoding="utf-8")), path


def machine_words(text: str) -> Iterator[str]:
    """Say where a text names a machine of ours or an index of packages."""
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield f"line {number}: {line.strip()[:80]}"


def test_no_file_names_a_builders_machine_or_a_package_index() -> None:
    found = [
        f"{path.relative_to(HOUSE)}: {fault}"
        for path in files()
        if path != Path(__file__)
        for fault in machine_words(text_of(path) or "")
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "x = '工单'",
        "x = f'{n} 件'",
        "LABELS = {'a': '待派'}",
        "def f():\n    raise ValueError('不行')",
        "x = mark('工单')",
    ],
)
def test_untranslated_words_are_seen(text: str) -> None:
    assert list(untranslated(sample(text)))


@pytest.mark.parametrize(
    "text",
    [
        "x = _('工单')",
        "from django.utils.translation import gettext as say\nx = say('工单')",
        "x = ngettext('一件', '多件', n)",
        "'''工单 is a case.'''",
        "x = 1\n'''工单'''",
        "# 工单",
        "x = _(\n    '工单'\n    '待派'\n)",
    ],
)
def test_translated_words_pass(text: str) -> None:
    assert list(untranslated(sample(text))) == []


def test_untranslated_words_of_templates_are_seen() -> None:
    bad = [
        "<p>工单</p>",
        "{{ '工单' }}",
        "{{ ui.button('派单') }}",
        "{{ ui.button(_('派'), '单') }}",
    ]
    good = [
        "<p>{{ _('工单') }}</p>",
        "{% trans n=n %}{{ n }} 件{% endtrans %}",
        "{{ ui.button(_('派单 (1)'), key=_('工')) }}",
        "{# 工单 #}",
        "{{ _('%(a)s 派', a=f(x)) }}",
    ]
    assert [list(untranslated_in_template(text)) != [] for text in bad] == [True] * len(bad)
    assert [list(untranslated_in_template(text)) for text in good] == [[]] * len(good)


def test_machine_words_are_seen() -> None:
    assert list(machine_words("see " + "/work" + "/main"))
    assert list(machine_words("https://" + "pypi" + ".org/simple"))
    assert list(machine_words("make work/ and network/farm")) == []

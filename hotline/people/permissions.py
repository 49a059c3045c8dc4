"""The one permission table: who may take which step of which life, and the rights beside them.

Drawn from the lives and from `roles.RIGHTS`: it cannot say anything else than what the code does.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.life.steps import LIVES, Life, Step

from .roles import LABELS, RIGHT_LABELS, RIGHTS, Role

Text = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing that may be done: its name in code, its words, who may."""

    name: str
    label: Text
    roles: frozenset[Role]
    whence: tuple[Text, ...] = ()
    to: Text = ""


@dataclass(frozen=True)
class Chapter:
    """The steps of one life, or the rights that belong to none."""

    kind: str
    name: Text
    lines: tuple[Line, ...]


def columns() -> list[tuple[Role, Text]]:
    """Return every role with its words, in the order of the table."""
    return list(LABELS.items())


def table() -> list[Chapter]:
    """Return the whole table: a chapter for each life, the rights beside the steps last."""
    rights = tuple(Line(name, RIGHT_LABELS[name], frozenset(role)) for name, role in RIGHTS.items())
    return [*map(_chapter, LIVES.values()), Chapter("right", _("步骤之外的权限"), rights)]


def _chapter(life: Life) -> Chapter:
    return Chapter(life.kind, life.name, tuple(_line(step) for step in life.steps.values()))


def _line(step: Step) -> Line:
    return Line(
        step.name,
        step.label,
        frozenset(Role(one.value) for one in step.by),
        tuple(whence.label for whence in step.whence),
        step.to.label if step.to else "",
    )

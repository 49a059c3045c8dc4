"""What an address reads of what is sent to it, found out by listening while it answers: no form is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

BY_FIELD: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.BooleanField, "on"),
    (forms.IntegerField, "1"),
    (forms.DecimalField, "30"),
    (forms.DateTimeField, "2026-01-05T09:30"),
    (forms.DateField, "2026-01-05"),
    (forms.TimeField, "09:30"),
)


@dataclass
class Heard:
    """The names that were read, each with a value that may be good."""

    names: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    """Those of them that are read from the files that were sent."""

    def hear(self, name: object) -> None:
        """Take a name down."""
        if isinstance(name, str):
            self.names.setdefault(name, "1")

    def hear_form(self, form: Any) -> None:
        """Take all names of a form down, with what its fields would take."""
        for name, one in form.fields.items():
            if isinstance(one, forms.FileField):
                self.files.add(form.add_prefix(name))
            else:
                self.names[form.add_prefix(name)] = good(one)


def good(one: forms.Field) -> str:
    """Return a value that a field takes."""
    choices: Any = getattr(one, "choices", None)
    if isinstance(one, forms.ModelChoiceField):
        first = one.queryset.order_by("-pk").first() if one.queryset is not None else None
        return str(first.pk) if first is not None else ""
    if choices:
        return next((str(value) for value, _ in choices if value), "")
    return next((value for kind, value in BY_FIELD if isinstance(one, kind)), "水管漏水")


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear which names are read from a request's query or form."""
    heard, patch = Heard(), pytest.MonkeyPatch()

    def overheard(read: Callable[..., Any]) -> Callable[..., Any]:
        def listen(self: MultiValueDict[str, Any], name: str, *rest: Any, **more: Any) -> Any:
            if isinstance(self, QueryDict):
                heard.hear(name)
            elif type(self) is MultiValueDict and isinstance(name, str):  # what was sent as files
                heard.files.add(name)
            return read(self, name, *rest, **more)

        return listen

    for method in ("__getitem__", "get", "getlist"):
        patch.setattr(MultiValueDict, method, overheard(getattr(MultiValueDict, method)))
    patch.setattr(QueryDict, "__contains__", overheard(QueryDict.__contains__))
    clean: Any = forms.BaseForm.full_clean

    def full_clean(form: Any) -> None:
        heard.hear_form(form)
        clean(form)

    patch.setattr(forms.BaseForm, "full_clean", full_clean)
    try:
        yield heard
    finally:
        patch.undo()

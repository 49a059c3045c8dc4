"""What a step asks for: one word each for what a person may give, so that the same table makes the action's
arguments, the form, the dialog and the journal's entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from django import forms
from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.journal.log import Said

from .keys import row_key

Text: TypeAlias = str | Promise


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing asked: the action's keyword, the words beside the field, and whether it may be left out."""

    name: str
    label: Text
    required: bool = True
    hint: Text = ""

    def field(self) -> forms.Field:
        """Return the form field that takes it."""
        raise NotImplementedError

    def said(self, value: Any) -> Any:
        """Return what the journal keeps of it."""
        return value

    def _common(self) -> dict[str, Any]:
        return {"label": self.label, "required": self.required, "help_text": self.hint}


@dataclass(frozen=True, kw_only=True)
class Words(Ask):
    """Free text; the journal keeps it apart, erasable."""

    rows: int = 3
    most: int = 2000

    def field(self) -> forms.Field:
        """Return a text area, or a line when `rows` is 1."""
        widget = forms.Textarea({"rows": self.rows}) if self.rows > 1 else forms.TextInput()
        return forms.CharField(max_length=self.most, widget=widget, **self._common())

    def said(self, value: Any) -> Any:
        """Keep it as words."""
        return Said(value) if value else None


@dataclass(frozen=True, kw_only=True)
class Pick(Ask):
    """One of a few."""

    of: type[models.TextChoices]
    start: str = ""

    def field(self) -> forms.Field:
        """Return a choice that gives a member of `of`."""
        return forms.TypedChoiceField(
            choices=self.of.choices,
            coerce=self.of,
            empty_value=None,
            initial=self.start or None,
            widget=forms.RadioSelect(),
            **self._common(),
        )


@dataclass(frozen=True, kw_only=True)
class Which(Ask):
    """A row of another table."""

    of: str
    """The model by its label, because a life is read before the tables are made: "cases.Case"."""
    keep: str = "all"
    """The method of its manager that keeps those to choose among."""
    named: str = ""
    """The method of its rows that finds one by what people call it; without it all are listed."""

    def field(self) -> forms.Field:
        """Return a choice among the rows that exist now; a field to search in where they have names."""
        if self.named:
            return Named(self.rows(), self.named, **self._common())
        return forms.ModelChoiceField(queryset=self.rows(), **self._common())

    def rows(self) -> models.QuerySet[Any]:
        """Return those to choose among."""
        kept: models.QuerySet[Any] = getattr(apps.get_model(self.of)._default_manager, self.keep)()
        return kept


class Searched(forms.TextInput):
    """What was picked from a list of found ones, else what was typed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 (Django's own)
        """Return the key picked; a mark and the words where somebody typed and picked nothing."""
        picked = data.get(name) or ""
        typed = str(data.get(f"{name}_text") or "").strip()
        return picked or (f"#{typed}" if typed else "")


class Named(forms.Field):
    """A row by its key, or by what people call it. No list of choices is ever made."""

    widget = Searched
    default_error_messages: ClassVar = {"invalid_choice": _("没有找到，请换个号码。")}

    def __init__(self, rows: models.QuerySet[Any], named: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows, self.named = rows, named

    def to_python(self, value: Any) -> models.Model | None:
        """Return the row, or say that there is none."""
        if value in self.empty_values:
            return None
        text = str(value)
        key = row_key(text)
        named = getattr(self.rows, self.named)
        rows = named(text.removeprefix("#")) if key is None else self.rows.filter(pk=key)
        found: models.Model | None = rows.first()
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return found


@dataclass(frozen=True, kw_only=True)
class Money(Ask):
    """An amount in yuan."""

    def field(self) -> forms.Field:
        """Return a field for yuan and fen, not below nought."""
        return forms.DecimalField(
            min_value=0, max_value=1_000_000, max_digits=9, decimal_places=2, **self._common()
        )


@dataclass(frozen=True, kw_only=True)
class Count(Ask):
    """A whole number: days, minutes, pieces."""

    most: int = 10_000

    def field(self) -> forms.Field:
        """Return a field for a whole number, not below nought."""
        return forms.IntegerField(min_value=0, max_value=self.most, **self._common())


@dataclass(frozen=True, kw_only=True)
class Tick(Ask):
    """Yes or no."""

    required: bool = False

    def field(self) -> forms.Field:
        """Return a tick box."""
        return forms.BooleanField(**self._common())


@dataclass(frozen=True, kw_only=True)
class Moment(Ask):
    """A day and a time."""

    def field(self) -> forms.Field:
        """Return a field for a local date and time."""
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(widget=widget, **self._common())


@dataclass(frozen=True, kw_only=True)
class Day(Ask):
    """A day."""

    def field(self) -> forms.Field:
        """Return a field for a date."""
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **self._common())


class StepForm(forms.Form):
    """The form of one step, made from what the step asks."""

    def __init__(self, asks: tuple[Ask, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ask in asks:
            self.fields[ask.name] = ask.field()

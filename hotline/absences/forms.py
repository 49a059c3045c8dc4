"""The form of an absence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Moment(forms.DateTimeField):
    """A local day and time."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": _("时间看不懂，请重新选。")}


class AbsenceForm(forms.Form):
    """From when until when, and why."""

    from_at = Moment(label=_("从何时起"))
    until_at = Moment(label=_("到何时止"))
    why = forms.CharField(label=_("原因"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, beside its field."""
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("from_at"), given.get("until_at")
        if start and end and end <= start:
            self.add_error("until_at", _("要在开始之后。"))
        return given

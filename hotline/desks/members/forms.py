"""What readers of the league ask for, turned into clean arguments."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.sheets.writing import Form
from hotline.today import today

EARLIEST = date(2000, 1, 1)


class WindowForm(forms.Form):
    """Up to which day; the days before it are the rule's."""

    until = forms.DateField(
        label=_("算到哪天"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date | None:
        """Refuse a day that is not over, and one before any line."""
        until: date | None = self.cleaned_data["until"]
        if until is not None and not EARLIEST <= until <= today():
            raise ValidationError(_("请选今天以前的日子。"))
        return until


class ExportForm(WindowForm):
    """The same as a file."""

    form = forms.TypedChoiceField(label=_("格式"), choices=Form.choices, coerce=Form)

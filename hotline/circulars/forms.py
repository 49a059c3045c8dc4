"""What is asked when a circular is drafted, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import spans
from .life import Span


class DraftForm(forms.Form):
    """Of which day, week or month; the last one that is over where no day is named."""

    span = forms.ChoiceField(label=_("哪种通报"), choices=Span.choices)
    day = forms.DateField(
        label=_("哪一天；周报、月报填其中一天"),
        required=False,
        help_text=_("不填就是最近过完的一期"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Return the span, and the days around the day that was named."""
        given = self.cleaned_data
        if "span" not in given or "day" not in given:
            return given
        span, day = Span(given["span"]), given.pop("day")
        return {"span": span, "days": spans.around(span.value, day) if day else None}

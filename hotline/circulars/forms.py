"""What is asked when a circular is drafted, turned into clean arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .life import Span


class DraftForm(forms.Form):
    """Of which span the last one that is over is to be drafted."""

    span = forms.ChoiceField(label=_("哪种通报"), choices=Span.choices)

    def clean_span(self) -> Span:
        """Return the span itself."""
        return Span(self.cleaned_data["span"])

"""What is typed about the league, turned into clean arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DraftForm(forms.Form):
    """Of which year."""

    year = forms.IntegerField(label=_("哪一年"), min_value=2000, max_value=2999)

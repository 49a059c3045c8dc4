"""What a unit's people type beside the steps of a life, turned into clean arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.departments.models import Unit
from hotline.life.asks import StepForm
from hotline.replies.life import ASKS


class TemplateForm(StepForm):
    """A new reply template, and of which unit where somebody speaks for several."""

    def __init__(self, units: Sequence[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(ASKS, *args, **kwargs)
        if len(units) != 1:
            rows = Unit.objects.filter(pk__in=[unit.pk for unit in units])
            self.fields["unit"] = forms.ModelChoiceField(label=_("承办单位"), queryset=rows)

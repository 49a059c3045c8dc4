"""What is filled in about assessment, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import queries
from .measures import Measure


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )


def _words(label: Any, most: int = 500) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": 2}))


class MonthForm(forms.Form):
    """Which month is to be assessed."""

    first_on = forms.DateField(label=_("月份的第一天"))


class WeightForm(forms.Form):
    """What a measure is to weigh, and from when."""

    measure = forms.ChoiceField(label=_("指标"), choices=Measure.choices)
    group = forms.ChoiceField(label=_("类别"), required=False)
    weight = _number(_("分值"))
    threshold = _number(_("达标线（%）"))
    slope = _number(_("每差一个百分点扣几分"))
    from_on = forms.DateField(label=_("从哪个月起（那月第一天）"))
    why = _words(_("理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", _("各类单位")), *((one, one) for one in queries.groups()),
        ]  # fmt: skip

    def clean_measure(self) -> Measure:
        """Return the measure itself."""
        return Measure(self.cleaned_data["measure"])


class ObjectionForm(forms.Form):
    """What a unit says is wrong, and with which figure or which assignment."""

    measure = forms.ChoiceField(
        label=_("哪项指标"), choices=[("", _("全部")), *Measure.choices], required=False
    )
    assignment = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
    words = _words(_("哪里不对"), 2000)


class ExclusionForm(forms.Form):
    """Which assignment should not count, why, and in which measure."""

    assignment = forms.IntegerField(min_value=1, widget=forms.HiddenInput())

    measure = forms.ChoiceField(
        label=_("哪项指标不计"), choices=[("", _("全部不计")), *Measure.choices], required=False
    )
    why = _words(_("为什么剔除"))

"""What somebody fills in to name a price, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.catalogue.models import PriceMode, Service
from hotline.providers.models import Provider
from hotline.today import today

from .models import MODES


class PriceForm(forms.Form):
    """A price: for what, how, how much, from when."""

    mode = forms.TypedChoiceField(
        label=_("计价方式"), choices=[(one.value, one.label) for one in MODES], coerce=PriceMode,
        initial=PriceMode.FIXED, widget=forms.RadioSelect(),
    )  # fmt: skip
    yuan = forms.DecimalField(
        label=_("价格（元）"),
        min_value=0.01,
        max_value=100_000,
        max_digits=8,
        decimal_places=2,
    )
    unit = forms.CharField(label=_("单位"), max_length=10, initial=_("次"))
    from_on = forms.DateField(
        label=_("从哪天起"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = provider.offers.values("service__code")
        services = Service.objects.offered_on(today()).filter(code__in=mine).order_by("code")
        self.fields["service"] = forms.ModelChoiceField(label=_("小项"), queryset=services)
        self.fields["from_on"].initial = today()
        self.order_fields(["service", "mode", "yuan", "unit", "from_on"])

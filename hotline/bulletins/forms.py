"""The form of a bulletin: what is told, to whom, until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from hotline.catalogue.models import Service
from hotline.people.models import Person
from hotline.providers.life import WITHIN
from hotline.providers.models import Provider
from hotline.today import today


class BulletinForm(forms.Form):
    """What is told, to whom, until when, and whether it must be confirmed."""

    title = forms.CharField(label=_("标题"), max_length=60)
    words = forms.CharField(label=_("内容"), max_length=4000, widget=forms.Textarea({"rows": 5}))
    until_on = forms.DateField(
        label=_("有效至"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    must_confirm = forms.BooleanField(label=_("须确认阅知"), required=False, initial=True)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        providers = Provider.objects.seen_by(person).filter(status__in=WITHIN)
        self.fields["service"] = forms.ModelChoiceField(
            label=_("只发给做这个小项的"), required=False, empty_label=_g("所有企业"),
            queryset=Service.objects.offered_on(today()).order_by("name"),
        )  # fmt: skip
        self.fields["provider"] = forms.ModelChoiceField(
            label=_("只发给一家"), required=False, empty_label="–",
            queryset=providers.order_by("short_name"),
        )  # fmt: skip
        self.order_fields(["title", "words", "service", "provider", "until_on", "must_confirm"])

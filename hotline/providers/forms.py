"""What whoever asks to be let in is asked for, on the web and at the counter, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area, Kind
from hotline.catalogue.models import Service
from hotline.today import today
from hotline.worktime.hours import ROUND_THE_CLOCK, minutes

from . import telephones
from .models import Form


class TelephoneField(forms.CharField):
    """A number that can be called."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=30, **given)

    def clean(self, value: Any) -> str:
        """Return the digits alone."""
        typed = super().clean(value)
        try:
            return telephones.read(typed) if typed else ""
        except ValueError:
            raise ValidationError(_("要写电话号码，例如 0577-65812345")) from None


class HoursField(forms.CharField):
    """A span of the day."""

    def __init__(self, **given: Any) -> None:
        text = _("07:30-20:00，跨夜 20:00-06:00，全天 00:00-24:00")
        super().__init__(max_length=11, initial=ROUND_THE_CLOCK, help_text=text, **given)

    def clean(self, value: Any) -> str:
        """Refuse what is no span of a day."""
        typed = str(super().clean(value))
        try:
            minutes(typed)
        except ValueError:
            raise ValidationError(_("服务时间要写成 07:30-20:00 这样。")) from None
        return typed


def areas_field() -> forms.Field:
    """Return a choice among cities, subdistricts and towns."""
    return forms.ModelMultipleChoiceField(
        label=_("区域"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个区域。")},
    )


def fill(form: forms.Form) -> None:
    """Offer the areas and services that there are today."""
    for name, rows in (
        (
            "areas",
            Area.objects.valid_on(today()).exclude(kind=Kind.COMMUNITY).order_by("kind", "code"),
        ),
        ("services", Service.objects.offered_on(today()).order_by("code")),
        ("service", Service.objects.offered_on(today()).order_by("code")),
    ):
        if name in form.fields:
            chosen: Any = form.fields[name]
            chosen.queryset = rows


class ApplyForm(forms.Form):
    """Who asks to be let in, for what, where and when."""

    name = forms.CharField(
        label=_("名称"), max_length=120, help_text=_("和营业执照上一样；个人写姓名")
    )
    form = forms.TypedChoiceField(label=_("性质"), choices=Form.choices, coerce=Form)
    legal_person = forms.CharField(
        label=_("法定代表人"), max_length=40, help_text=_("个人写本人姓名")
    )
    telephone = TelephoneField(label=_("电话"))
    address = forms.CharField(label=_("地址"), max_length=120)
    services = forms.ModelMultipleChoiceField(
        label=_("想做哪些"),
        queryset=Service.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个小项。")},
    )
    areas = areas_field()
    hours = HoursField(label=_("服务时间"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self)

    @property
    def groups(self) -> list[tuple[str, list[tuple[int, str, bool]]]]:
        """Return the services under their headings, each with whether it is ticked."""
        ticked = {str(one) for one in self["services"].value() or ()}
        services: Any = self.fields["services"]
        found: dict[str, list[tuple[int, str, bool]]] = {}
        for one in services.queryset.select_related("group").order_by("group__code", "code"):
            kept = found.setdefault(one.group.name, [])
            kept.append((one.pk, one.name, str(one.pk) in ticked))
        return list(found.items())

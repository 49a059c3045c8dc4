"""Turning what was sent about a case into clean arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from hotline.areas import queries as areas
from hotline.areas.models import Area
from hotline.catalogue import queries as catalogue
from hotline.catalogue.models import Service
from hotline.life.keys import row_key
from hotline.today import today

from .actions import Asked
from .models import Kind, Source, Urgency


class RowField(forms.Field):
    """A row by its key. Only one that was sent is looked for, and no list of choices is ever made."""

    default_error_messages: ClassVar = {"invalid_choice": _("没有这一项，请重新选。")}

    def __init__(self, find: Callable[[int], Model | None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find = find

    def to_python(self, value: Any) -> Model | None:
        """Return the row, or say that there is none."""
        if value in self.empty_values:
            return None
        key = row_key(str(value))
        row = self.find(key) if key is not None else None
        if row is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return row


def _service(pk: int) -> Service | None:
    return catalogue.offered(pk, on=today())


def _area(pk: int) -> Area | None:
    return areas.valid(pk, on=today())


class AskedForm(forms.Form):
    """What is asked: the fields of a case that an operator writes."""

    said = forms.CharField(
        label=_("说了什么"),
        max_length=8000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("请先写下来电人说了什么。")},
    )
    asked = forms.CharField(label=_("要求"), max_length=500, required=False)
    kind = forms.TypedChoiceField(
        label=_("类别"), choices=Kind.choices, coerce=Kind, initial=Kind.SERVICE
    )
    service = RowField(
        _service,
        label=_("小项"),
        required=False,
        error_messages={"invalid_choice": _("目录里没有这个小项，请重新选。")},
    )
    area = RowField(
        _area,
        label=_("区域"),
        required=False,
        error_messages={"invalid_choice": _("没有这个区域，请重新选。")},
    )
    address = forms.CharField(label=_("地址"), max_length=300, required=False)
    urgency = forms.TypedChoiceField(
        label=_("紧急"),
        choices=Urgency.choices,
        coerce=lambda value: Urgency(int(value)),
        initial=Urgency.ORDINARY.value,
        required=False,
        empty_value=None,
    )
    secret = forms.BooleanField(label=_("保密"), required=False)
    source = forms.TypedChoiceField(
        label=_("来源"), choices=Source.choices, coerce=Source, initial=Source.PHONE, required=False
    )

    def taken(self, *, outside_catalogue: bool = False) -> Asked:
        """Return what was written, ready to be taken in."""
        given = self.cleaned_data
        return Asked(
            said=given["said"],
            asked=given["asked"],
            kind=given["kind"],
            source=given["source"] or Source.PHONE,
            service=None if outside_catalogue else given["service"],
            outside_catalogue=outside_catalogue,
            area=given["area"],
            address=given["address"],
            urgency=given["urgency"] or Urgency.of(given["service"]),
            secret=given["secret"],
        )


class UnmaskForm(forms.Form):
    """Why somebody wants to see a whole number."""

    why = forms.CharField(label=_("为什么要看完整号码"), max_length=500)

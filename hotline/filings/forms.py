"""What a provider's people type when they file something, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.papers import looking
from hotline.providers import telephones


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **given)


class RenewForm(forms.Form):
    """The number of a newer paper, its last good day, its picture."""

    number = forms.CharField(label=_("编号"), max_length=60, required=False)
    until_on = DayField(label=_("有效至"), required=False, help_text=_("长期有效的不填"))
    photo = forms.FileField(label=_("照片"))

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the action; the photo is looked into only now."""
        given = dict(self.cleaned_data)
        return given | {"photo": looking.photo(given["photo"].read()).preview}


class TakeOnForm(forms.Form):
    """Who is to come to people's homes."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    telephone = forms.CharField(label=_("电话"), max_length=30)

    def clean_telephone(self) -> str:
        """Return the digits alone."""
        try:
            return telephones.read(str(self.cleaned_data["telephone"]))
        except ValueError:
            raise forms.ValidationError(_("要写电话号码，例如 0577-65812345")) from None


class LetGoForm(forms.Form):
    """Why somebody goes."""

    why = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea({"rows": 2}))

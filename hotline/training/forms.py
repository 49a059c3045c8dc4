"""What is typed about courses, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.providers.models import Member


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class AnnounceForm(forms.Form):
    """What is taught, when, by whom."""

    title = forms.CharField(label=_("讲什么"), max_length=80)
    held_on = _day(_("哪天"))
    tutor = forms.CharField(label=_("谁讲"), max_length=40)


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some workers, each named with his provider."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a worker with his provider."""
        return f"{obj.provider.short_name} · {obj.person.name}"


class EnrolForm(forms.Form):
    """Who is put on the list."""

    members = MembersField(
        Member.objects.none(), label=_("师傅"), help_text=_("按住 Ctrl 可以选几位。"),
        widget=forms.SelectMultiple({"class": "input", "size": 8}),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.queryset = rows


class ListForm(forms.Form):
    """Who of a list it holds for."""

    places = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, among: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["places"]
        field.choices = [(str(pk), str(pk)) for pk in among]


class ExamineForm(ListForm):
    """Who passed, and until when that is good."""

    until_on = _day(_("证书有效至"))

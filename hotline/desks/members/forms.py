"""What the line's people type about providers, their papers, their services and their workers, turned into clean arguments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.providers.forms import HoursField, TelephoneField, areas_field, fill
from hotline.providers.models import (
    Credential,
    CredentialQuerySet,
    Form,
    PaperKind,
)
from hotline.sheets.writing import Form as FileForm
from hotline.today import today

EARLIEST = date(2000, 1, 1)
WHY_MOST = 500


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **given)


class DescribeForm(forms.Form):
    """How a provider is called and reached, and how much it may have in hand."""

    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    form = forms.TypedChoiceField(label=_("性质"), choices=Form.choices, coerce=Form)
    legal_person = forms.CharField(label=_("法定代表人"), max_length=40, required=False)
    telephone = TelephoneField(label=_("电话"))
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    most_open = forms.IntegerField(label=_("最多同时在手"), min_value=1, max_value=200)


class PaperForm(forms.Form):
    """A paper that somebody has seen."""

    kind = forms.TypedChoiceField(label=_("材料"), choices=[], coerce=PaperKind)
    permit = forms.ChoiceField(
        label=_("哪种证照"),
        choices=[("", "–"), *Permit.choices],
        required=False,
        help_text=_("材料选“证照”时填"),
    )
    title = forms.CharField(
        label=_("证书名称"), max_length=60, required=False, help_text=_("材料选“其他证书”时填")
    )
    number = forms.CharField(
        label=_("编号"), max_length=60, required=False, help_text=_("身份证明只留最后四位")
    )
    issued_on = DayField(label=_("生效日"), required=False)
    until_on = DayField(
        label=_("有效至"), required=False, help_text=_("当天还有效；长期有效的不填")
    )
    photo = forms.FileField(
        label=_("照片"), required=False, help_text=_("可以不拍；拍了，事后能查当时看的是什么")
    )

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the act; the photo is read, and looked into only there."""
        given = dict(self.cleaned_data)
        return given | {"photo": given["photo"].read() if given["photo"] else b""}

    def __init__(self, *args: Any, kinds: tuple[PaperKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in kinds]
        if PaperKind.CERTIFICATE not in kinds:
            del self.fields["title"]


class WithdrawForm(forms.Form):
    """Which paper counts no more, and why."""

    paper = forms.ModelChoiceField(queryset=Credential.objects.none(), widget=forms.HiddenInput)
    why = forms.CharField(label=_("理由"), max_length=WHY_MOST, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, among: CredentialQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper: Any = self.fields["paper"]
        paper.queryset = among


class ServeForm(forms.Form):
    """A service, in which areas, at which hours."""

    service = forms.ModelChoiceField(label=_("小项"), queryset=Service.objects.none())
    areas = areas_field()
    hours = HoursField(label=_("服务时间"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self)

    @property
    def places(self) -> list[tuple[int, str]]:
        """Return the areas to choose among, read once for all forms of a page."""
        areas: Any = self.fields["areas"]
        return [(area.pk, area.name) for area in areas.queryset]


class StopForm(forms.Form):
    """Which service is rendered no more; whether it was is for the act to say, so that a repeat is no fault."""

    service = forms.ModelChoiceField(queryset=Service.objects.all(), widget=forms.HiddenInput)


class WorkerForm(forms.Form):
    """A worker who comes to people's homes."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    telephone = TelephoneField(label=_("电话"))


class WhyForm(forms.Form):
    """Why somebody goes."""

    why = forms.CharField(label=_("理由"), max_length=WHY_MOST, widget=forms.Textarea({"rows": 2}))


class FaceForm(forms.Form):
    """A photo."""

    photo = forms.FileField(label=_("照片"), help_text=_("JPEG、PNG 或 WebP；只留一张小图"))


class WindowForm(forms.Form):
    """Up to which day; the days before it are the rule's."""

    until = DayField(label=_("算到哪天"), required=False)

    def clean_until(self) -> date | None:
        """Refuse a day that is not over, and one before any line."""
        until: date | None = self.cleaned_data["until"]
        if until is not None and not EARLIEST <= until <= today():
            raise ValidationError(_("请选今天以前的日子。"))
        return until


class ExportForm(WindowForm):
    """The same as a file."""

    form = forms.TypedChoiceField(label=_("格式"), choices=FileForm.choices, coerce=FileForm)

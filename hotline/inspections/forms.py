"""What is filled in about inspections and citations, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.assessment.models import Month
from hotline.assignments.models import Assignment
from hotline.cases.models import Case
from hotline.departments.models import Unit
from hotline.people.models import Person
from hotline.people.roles import STAFF

from .life import GRADES, Grade, Sort
from .models import Inspection


def _units() -> Any:
    return Unit.objects.in_service().order_by("group", "name")


class CasesField(forms.CharField):
    """Cases by their numbers, as they stand on paper: between them anything but digits."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=600, **given)

    def clean(self, value: Any) -> list[str]:
        """Return the numbers."""
        text = super().clean(value) or ""
        for between in ("，", "、", ",", ";", "；"):
            text = text.replace(between, " ")
        return list(dict.fromkeys(text.split()))


def of_cases(numbers: list[str], unit: Unit) -> list[Assignment]:
    """Return a unit's latest assignment of each case; say which number leads to none."""
    found = []
    for number in numbers:
        cases = Case.objects.numbered(number)
        one = Assignment.objects.filter(case__in=cases, unit=unit).order_by("-pk").first()
        if one is None:
            said = {"unit": unit.short, "number": number}
            raise ValidationError(_("%(unit)s没有办过工单 %(number)s。") % said)
        found.append(one)
    return found


class PlanForm(forms.Form):
    """Which unit is looked at, for what, by whom, on which day, and which cases."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("督查单位"), empty_label=_("请选"))
    subject = forms.CharField(label=_("督查什么"), max_length=200)
    inspector = forms.ModelChoiceField(
        Person.objects.none(), label=_("督查人"), empty_label=_("请选")
    )
    plan_on = forms.DateField(
        label=_("计划日期"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    numbers = CasesField(
        label=_("工单号"), help_text=_("几个工单用逗号隔开；按专题督查的不用填"), required=False
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        unit: Any = self.fields["unit"]
        inspector: Any = self.fields["inspector"]
        unit.queryset = _units()
        inspector.queryset = Person.objects.with_role(STAFF).order_by("number", "name")

    def clean(self) -> dict[str, Any]:
        """Find the assignments of the cases that were named."""
        given = dict(super().clean() or {})
        numbers = given.pop("numbers", [])
        if given.get("unit") is not None:
            try:
                given["assignments"] = of_cases(numbers, given["unit"])
            except ValidationError as why:
                self.add_error("numbers", why)
        return given


class MoreForm(forms.Form):
    """Which more cases are looked at."""

    numbers = CasesField(label=_("工单号"), help_text=_("几个工单用逗号隔开"))

    def __init__(self, inspection: Inspection, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.inspection = inspection

    def clean(self) -> dict[str, Any]:
        """Find the assignments of the cases that were named."""
        given = dict(super().clean() or {})
        try:
            given["assignments"] = of_cases(given.pop("numbers", []), self.inspection.unit)
        except ValidationError as why:
            self.add_error("numbers", why)
        return given


class ProposeForm(forms.Form):
    """Which unit is cited, how, for what."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"), empty_label=_("请选"))
    sort = forms.ChoiceField(label=_("表彰或问责"), choices=Sort.choices)
    grade = forms.ChoiceField(label=_("等次"), choices=Grade.choices)
    office = forms.CharField(
        label=_("职务"), max_length=60, required=False, help_text=_("到个人的写职务，不写姓名")
    )
    grounds = forms.CharField(
        label=_("事由"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("下达后单位看得到"),
    )  # fmt: skip
    inspection = forms.ModelChoiceField(
        Inspection.objects.none(), label=_("据哪次督查"), required=False, empty_label=_("不据督查")
    )
    month = forms.ModelChoiceField(
        Month.objects.none(), label=_("据哪个月考核"), required=False, empty_label=_("不据考核")
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["unit"].queryset = _units()
        fields["inspection"].queryset = Inspection.objects.exclude(found_at=None).order_by("-pk")
        fields["month"].queryset = Month.objects.order_by("-first_on")

    def clean(self) -> dict[str, Any]:
        """Refuse a grade of the other sort."""
        given = dict(super().clean() or {})
        sort, grade = given.get("sort"), given.get("grade")
        if sort and grade and grade not in GRADES[sort]:
            told = {"grade": grade.label, "sort": sort.label}
            self.add_error("grade", _("“%(grade)s”不是%(sort)s的等次。") % told)
        return given

    def clean_sort(self) -> Sort:
        """Return the sort itself."""
        return Sort(self.cleaned_data["sort"])

    def clean_grade(self) -> Grade:
        """Return the grade itself."""
        return Grade(self.cleaned_data["grade"])

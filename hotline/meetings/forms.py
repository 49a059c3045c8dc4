"""What is filled in about meetings, turned into clean arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.assignments.models import Assignment
from hotline.cases.models import Case
from hotline.departments.models import Unit
from hotline.people.models import Person

from .life import APPROVES, Sort
from .models import AgendaItem, Meeting
from .resolving.actions import MOST_DAYS


class Units(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some of the units in service, each with a tick."""

    def __init__(self, **given: Any) -> None:
        rows = Unit.objects.in_service().order_by("group", "name")
        super().__init__(rows, widget=forms.CheckboxSelectMultiple(), **given)


class CallForm(forms.Form):
    """Which meeting is called: when, where, by whom it is led, who is invited."""

    sort = forms.ChoiceField(label=_("会议类别"), choices=Sort.choices)
    title = forms.CharField(label=_("会议名称"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("时间"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("地点"), max_length=120)
    chair = forms.ModelChoiceField(Person.objects.none(), label=_("主持人"), empty_label=_("请选"))
    units = Units(label=_("邀请单位"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        chair: Any = self.fields["chair"]
        chair.queryset = Person.objects.with_role(APPROVES).order_by("number", "name")

    def clean_sort(self) -> Sort:
        """Return the sort itself."""
        return Sort(self.cleaned_data["sort"])


class CaseForm(forms.Form):
    """Which case is talked about, by its number, and why."""

    number = forms.CharField(label=_("工单号"), max_length=40)
    why = forms.CharField(
        label=_("为什么要上会"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 2}), help_text=_("没有卡住迹象的必填"),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Find what the unit that answers for it was given."""
        given = dict(super().clean() or {})
        number = given.pop("number", "")
        rows = (
            Assignment.objects.seen_by(self.person)
            .open()
            .leads()
            .select_related("case__service", "case__area", "unit")
        )
        given["assignment"] = rows.filter(case__in=Case.objects.numbered(number)).first()
        if number and given["assignment"] is None:
            self.add_error("number", _("工单 %(number)s 没有单位在办。") % {"number": number})
        return given


class ResolutionForm(forms.Form):
    """What a unit is to do, who helps, and in how many working days."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("议题"), required=False, empty_label=_("不针对某个议题")
    )
    text = forms.CharField(label=_("要办什么"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("牵头单位"), empty_label=_("请选"))
    co_units = Units(label=_("配合单位"), required=False)
    days = forms.IntegerField(
        label=_("几个工作日"), min_value=1, max_value=MOST_DAYS, help_text=_("从纪要定稿起算")
    )

    def __init__(self, meeting: Meeting, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        item: Any = self.fields["item"]
        unit: Any = self.fields["unit"]
        item.queryset = meeting.items.all()
        unit.queryset = Unit.objects.in_service().order_by("group", "name")


def ticked(keys: Iterable[int], rows: Any) -> list[Assignment]:
    """Return the assignments that were ticked, in the order in which they were shown; what is not there is left out."""
    wanted = list(dict.fromkeys(keys))
    found = rows.filter(pk__in=wanted).select_related("case__service", "case__area", "unit")
    by_key = {one.pk: one for one in found}
    return [by_key[key] for key in wanted if key in by_key]

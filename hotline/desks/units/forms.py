"""What the line's people type about units and what each answers for, turned into clean arguments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area, Kind
from hotline.catalogue.models import Group, Service
from hotline.departments import queries
from hotline.departments.models import Unit
from hotline.departments.unit_sheet import email, telephone
from hotline.sheets.columns import Wrong
from hotline.today import today

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
GROUPS = "unit-groups"
"""The list of groups that there are, from which one is picked or beside which another is typed."""


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **given)

    def clean(self, value: Any) -> date | None:
        """Refuse a year that was mistyped."""
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(_("请看看年份有没有写错。"))
        return day


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the units in service, shown as the tree is read."""

    def __init__(self, **given: Any) -> None:
        super().__init__(Unit.objects.in_service(), **given)

    def drawn(self, tree: list[tuple[Unit, int]]) -> None:
        """Show these, once read for all fields of a form."""
        first = [("", self.empty_label or _("请选"))]
        self.choices = [*first, *_indented(tree)]


class UnitForm(forms.Form):
    """How a unit is called and reached, and among which it is ranked."""

    name = forms.CharField(label=_("名称"), max_length=60)
    short = forms.CharField(label=_("简称"), max_length=20)
    group = forms.CharField(
        label=_("类别"),
        max_length=20,
        widget=forms.TextInput({"list": GROUPS}),
        help_text=_("考核时和同类的一起排名"),
    )
    telephone = forms.CharField(label=_("电话"), max_length=20, required=False)
    email = forms.CharField(
        label=_("邮箱"), max_length=120, required=False, widget=forms.EmailInput()
    )
    address = forms.CharField(label=_("地址"), max_length=120, required=False)

    def clean_telephone(self) -> str:
        """Refuse what cannot be called."""
        typed = str(self.cleaned_data["telephone"]).strip()
        try:
            return telephone(typed)
        except Wrong as why:
            raise ValidationError(str(why)) from None

    def clean_email(self) -> str:
        """Refuse what mail cannot be sent to."""
        try:
            return str(email(str(self.cleaned_data["email"])))
        except Wrong as why:
            raise ValidationError(str(why)) from None


class FoundForm(UnitForm):
    """The same of a new unit, and what it lies in."""

    parent = UnitField(label=_("上级单位"), required=False, empty_label=_("没有上级"))

    field_order = ("name", "short", "parent", "group")

    def __init__(
        self, *args: Any, tree: list[tuple[Unit, int]] | None = None, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        parent: Any = self.fields["parent"]
        parent.drawn(tree if tree is not None else serving())


class WhoForm(forms.Form):
    """Which unit leads, which help, from when, and why."""

    lead = UnitField(label=_("主办"), empty_label=_("请选"))
    co_units = forms.ModelMultipleChoiceField(
        Unit.objects.in_service(), label=_("协办"), required=False,
        widget=forms.CheckboxSelectMultiple(),
    )  # fmt: skip
    from_on = DayField(label=_("从哪天起"), initial=today)
    why = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=_("依据哪个文件、哪次会议"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, tree: list[tuple[Unit, int]] | None = None, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        tree = tree if tree is not None else serving()
        lead: Any = self.fields["lead"]
        lead.drawn(tree)
        helping: Any = self.fields["co_units"]
        helping.choices = [(unit.pk, unit.short) for unit, _depth in tree]


class RemitForm(WhoForm):
    """The same, and for what and where."""

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("小项"), required=False, empty_label=_("不限")
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("大项"), required=False, empty_label=_("不限"),
        help_text=_("整个大项；和小项只选一个，都不选就是所有小项"),
    )  # fmt: skip
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), required=False, empty_label=_("不分区域"),
        help_text=_("包括它下面所有的区域"),
    )  # fmt: skip
    until_on = DayField(
        label=_("停止日期"), required=False, help_text=_("这一天起不再归它；长期的不填")
    )

    field_order = ("service", "group", "area", "lead", "co_units", "from_on", "until_on", "why")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _fill(self)

    def clean(self) -> dict[str, Any]:
        """Refuse a service and a group at once, and an end that is no end."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("service") and given.get("group"):
            self.add_error("group", _("小项和大项请只选一个。"))
        begins, ends = given.get("from_on"), given.get("until_on")
        if begins and ends and ends <= begins:
            self.add_error("until_on", _("停止日期要晚于开始日期。"))
        return given


class EndForm(forms.Form):
    """From which day on a remit is nobody's, and why."""

    until_on = DayField(label=_("从哪天起停止"), initial=today)
    why = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea({"rows": 2}))


class TrialForm(forms.Form):
    """About what, where and on which day it is asked which unit would be proposed."""

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("小项"), required=False, empty_label=_("没有写小项")
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), required=False, empty_label=_("没有写区域")
    )
    on = DayField(label=_("哪天"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _fill(self)


def serving() -> list[tuple[Unit, int]]:
    """Return the units in service as the tree is read."""
    return queries.laid_out(Unit.objects.in_service())


def _indented(tree: list[tuple[Unit, int]]) -> list[tuple[int, str]]:
    return [(unit.pk, "\u2003" * depth + unit.name) for unit, depth in tree]


def _fill(form: forms.Form) -> None:
    """Offer the services, groups and areas that there are today; what belongs together stands together."""
    fields: Any = form.fields
    services = Service.objects.offered_on(today()).order_by("code")
    fields["service"].queryset = services
    fields["service"].choices = _listed(
        fields["service"], ((one.pk, f"{one.code} {one.name}") for one in services)
    )
    if "group" in fields:
        groups = Group.objects.order_by("code")
        fields["group"].queryset = groups
        fields["group"].choices = _listed(
            fields["group"], ((one.pk, f"{one.code} {one.name}") for one in groups)
        )
    areas = Area.objects.valid_on(today())
    fields["area"].queryset = areas
    depth = dict(zip(Kind.values, ("", "\u2003", "\u2003\u2003"), strict=True))
    drawn = sorted(areas.select_related("parent__parent"), key=_path)
    fields["area"].choices = _listed(
        fields["area"], ((one.pk, depth[one.kind] + one.name) for one in drawn)
    )


def _listed(field: Any, rows: Any) -> list[tuple[Any, Any]]:
    return [("", field.empty_label), *rows]


def _path(area: Area) -> tuple[str, ...]:
    """Return the codes of all that an area lies in, and its own: each is read after what it lies in."""
    return tuple(one.code for one in reversed(queries.where(area)))

"""What people type about time limits, seasons, days, office hours and storms, turned into clean arguments.

Which kinds, urgencies and units there are is known above: whoever shows a form gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.today import today
from hotline.worktime import Counting, Length, Unit

from . import actions
from .limits import ANY, Clock, Scope
from .models import Season, Sort

Words = Mapping[Any, str | Promise]

MEASURES = (
    (Unit.WORKING_DAYS.value, _("个工作日")),
    (Unit.WORKING_HOURS.value, _("个工作小时")),
    (Unit.DAYS.value, _("天（自然日）")),
    (Unit.HOURS.value, _("小时")),
    (Unit.MINUTES.value, _("分钟")),
)
COUNTINGS = (
    (Counting.NEXT_DAY.value, _("当天不算，从下一个工作日起")),
    (Counting.AT_ONCE.value, _("从开始的那一刻起")),
)
WHY = forms.Textarea({"rows": 2})


def tomorrow() -> date:
    """Return the first day from which a rule may hold."""
    return today() + timedelta(days=1)


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **given)


class LengthForm(forms.Form):
    """Another length, and from when."""

    amount = forms.IntegerField(label=_("时限"), min_value=1, max_value=1440)
    measure = forms.ChoiceField(label=_("按什么算"), choices=MEASURES)
    counting = forms.TypedChoiceField(
        label=_("工作日从何时数起"), choices=COUNTINGS, coerce=Counting,
        initial=Counting.NEXT_DAY.value,
    )  # fmt: skip
    from_on = DayField(
        label=_("从哪天起"), initial=tomorrow, help_text=_("最早明天：今天开始的照今天的办")
    )

    def clean_from_on(self) -> date:
        """Refuse a start that is not ahead."""
        on: date = self.cleaned_data["from_on"]
        if not today() < on <= today() + actions.AHEAD:
            raise forms.ValidationError(_("请选明天以后、一年以内的日期"))
        return on

    def clean(self) -> dict[str, Any]:
        """Refuse a length that is beyond reason."""
        given: dict[str, Any] = super().clean() or {}
        if "amount" in given and "measure" in given:
            length = Length(given["amount"], Unit(given["measure"]))
            if length.amount > actions.MOST[length.unit]:
                self.add_error("amount", _("时限太长了，请检查单位。"))
        return given

    @property
    def length(self) -> Length:
        """Return what was typed."""
        return Length(self.cleaned_data["amount"], Unit(self.cleaned_data["measure"]))


class LimitForm(LengthForm):
    """A limit for what is chosen, what is left open is any."""

    clock = forms.ChoiceField(label=_("计时"), choices=Clock.choices)
    unit = forms.TypedChoiceField(label=_("单位"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    urgency = forms.TypedChoiceField(label=_("紧急"), required=False, coerce=int, empty_value=None)
    season = forms.ModelChoiceField(
        label=_("季节"), queryset=Season.objects.none(), required=False, empty_label=_("全年")
    )
    storm = forms.BooleanField(label=_("只在风暴模式开着时"), required=False)
    field_order = ("clock", "kind", "urgency", "unit", "season", "storm")

    def __init__(
        self, *args: Any, kinds: Words, urgencies: Words, units: Words, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["kind"].choices = [(ANY, _("所有类别")), *kinds.items()]
        choices["urgency"].choices = [("", _("不论缓急")), *urgencies.items()]
        choices["unit"].choices = [("", _("所有单位")), *units.items()]
        choices["season"].queryset = Season.objects.order_by("starts")

    @property
    def scope(self) -> Scope:
        """Return for what it is to hold."""
        given = self.cleaned_data
        season = given["season"].pk if given["season"] else None
        return Scope(
            given["clock"], given["unit"], given["kind"], given["urgency"], season, given["storm"]
        )


class SetForm(LimitForm):
    """A limit as it is set: with its reason."""

    why = forms.CharField(label=_("为什么"), max_length=actions.WORDS_MOST, widget=WHY)


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("为什么"), max_length=actions.WORDS_MOST, widget=WHY)


class EndLimitForm(WhyForm):
    """A last day, and why."""

    last_on = DayField(label=_("最后一天"), initial=today)
    field_order = ("last_on", "why")


class TrialForm(forms.Form):
    """A case that might come."""

    kind = forms.ChoiceField(label=_("类别"))
    urgency = forms.TypedChoiceField(label=_("紧急"), coerce=int)
    unit = forms.TypedChoiceField(label=_("单位"), required=False, coerce=int, empty_value=None)
    at = forms.DateTimeField(
        label=_("什么时候交办"), required=False, help_text=_("不填就是现在"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, kinds: Words, urgencies: Words, units: Words, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["kind"].choices = list(kinds.items())
        choices["urgency"].choices = list(urgencies.items())
        choices["unit"].choices = [("", _("没有自己规则的单位")), *units.items()]

    def clean_at(self) -> Any:
        """Refuse a moment of which nobody can say anything."""
        at = self.cleaned_data["at"]
        if at is not None and not 2013 <= at.year <= today().year + 5:
            raise forms.ValidationError(_("请选 2013 年以后、五年以内的时间"))
        return at


class SeasonForm(forms.Form):
    """A part of every year."""

    name = forms.CharField(label=_("名称"), max_length=20)
    starts = forms.CharField(label=_("从"), max_length=5, help_text=_("月-日，如 06-15"))
    ends = forms.CharField(
        label=_("到"), max_length=5, help_text=_("这天也算；可以跨年，如 12-01 到 02-28")
    )


class DeclareForm(WhyForm):
    """A day that the city itself declares."""

    on = DayField(label=_("日期"))
    sort = forms.TypedChoiceField(label=_("放假或上班"), choices=Sort.choices, coerce=Sort)
    name = forms.CharField(label=_("什么日子"), max_length=40)
    field_order = ("on", "sort", "name", "why")


class HoursForm(WhyForm):
    """Office hours, from a day on."""

    HOURS = _("几段之间用顿号：08:30-12:00、14:00-17:30")

    unit = forms.TypedChoiceField(label=_("单位"), required=False, coerce=int, empty_value=None)
    weekdays = forms.CharField(label=_("周一至周五"), max_length=60, help_text=HOURS)
    saturday = forms.CharField(
        label=_("周六"), max_length=60, required=False, help_text=_("不填就是不上班")
    )
    sunday = forms.CharField(
        label=_("周日"), max_length=60, required=False, help_text=_("不填就是不上班")
    )
    moved = forms.CharField(label=_("调休上班日"), max_length=60)
    from_on = DayField(label=_("从哪天起"), initial=tomorrow)
    field_order = ("unit", "weekdays", "saturday", "sunday", "moved", "from_on", "why")

    def __init__(self, *args: Any, units: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["unit"]
        choices.choices = [("", _("所有没有自己办公时间的单位")), *units.items()]


class StormForm(WhyForm):
    """What storm it is, and why the mode is switched on."""

    name = forms.CharField(
        label=_("是什么"), max_length=40, help_text=_("如：台风“海神”、防汛Ⅱ级响应")
    )
    field_order = ("name", "why")

"""What a leader fills in, turned into clean arguments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.calls.states import Forced, Hearing
from hotline.desks.settings.forms import DayField
from hotline.lines import queries as lines
from hotline.people import queries as people
from hotline.people.models import Person
from hotline.people.roles import DESK
from hotline.shifts.actions import DAYS_MOST
from hotline.shifts.turns import Shift


class MomentField(forms.DateTimeField):
    """A day and a time, with the browser's own calendar."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **given)


class ForceForm(forms.Form):
    """What a seat is to do, and why."""

    to = forms.TypedChoiceField(
        label=_("改成"), choices=Forced.choices, coerce=Forced, widget=forms.RadioSelect()
    )
    why = forms.CharField(label=_("原因"), max_length=200)


class MoveForm(forms.Form):
    """Where a call is to wait."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = forms.ModelChoiceField(
            label=_("专线"),
            queryset=lines.seen(person),
            empty_label=_("原来的专线"),
            required=False,
        )


class HearForm(forms.Form):
    """How a leader takes part in a call."""

    how = forms.TypedChoiceField(label=_("怎样听"), choices=Hearing.choices, coerce=Hearing)


class WhyForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label=_("原因"), max_length=200)


class NoticeForm(forms.Form):
    """What every operator says, and from when until when."""

    said = forms.CharField(label=_("口径"), max_length=500, widget=forms.Textarea({"rows": 3}))
    valid_from = MomentField(label=_("从何时起"), required=False, help_text=_("不填就是现在"))
    valid_until = MomentField(label=_("到何时止"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("valid_from"), given.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("要在开始之后。"))
        return given


class RosterForm(forms.Form):
    """Who works which shift on which days."""

    shift = forms.TypedChoiceField(
        label=_("班次"), choices=Shift.choices, coerce=Shift, widget=forms.RadioSelect()
    )
    from_on = DayField(label=_("从哪天"))
    until_on = DayField(label=_("到哪天"), required=False, help_text=_("不填就是这一天"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_desk = [one.pk for one in people.accounts() if one.is_active and one.role & DESK]
        rows = people.accounts().filter(pk__in=at_desk)
        self.fields["person"] = forms.ModelChoiceField(label=_("人员"), queryset=rows)
        self.order_fields(["person", "shift", "from_on", "until_on"])

    def clean(self) -> dict[str, Any]:
        """Return the days one by one."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on") or given.get("from_on")
        if first and last:
            if not first <= last < first + timedelta(days=DAYS_MOST):
                raise ValidationError(_("一次最多排 %(n)d 天，从前到后。") % {"n": DAYS_MOST})
            given["days"] = days(first, last)
        return given


def days(first: date, last: date) -> list[date]:
    """Return every day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]

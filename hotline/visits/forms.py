"""What is typed about visits and tasks, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person
from hotline.people.roles import STAFF


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def _somebody(label: Any) -> forms.ModelChoiceField[Person]:
    """Return a choice among the line's own people."""
    rows = Person.objects.with_role(STAFF).order_by("number", "name")
    return forms.ModelChoiceField(rows, label=label)


class PlanForm(forms.Form):
    """Who goes, and when."""

    plan_on = _day(_("哪天去"))
    visitor = _somebody(_("谁去"))


class TaskForm(forms.Form):
    """What follows, who does it, until when."""

    what = forms.CharField(label=_("做什么"), max_length=200)
    owner = _somebody(_("谁办"))
    due_on = _day(_("最迟哪天"))


class HandOnForm(forms.Form):
    """Who does it instead, and why."""

    to = _somebody(_("转给谁"))
    why = forms.CharField(label=_("理由"), max_length=2000)

"""Turning what an auditor asks for into a clean question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.people.models import Person
from hotline.people.queries import accounts, the_clock

from . import subjects
from .entries import Asked
from .groups import GROUPS


class FilterForm(forms.Form):
    """Who, about what, in which days; what cannot be understood is left out and said."""

    group = forms.ChoiceField(
        choices=[(name, group.label) for name, group in GROUPS.items()], required=False
    )
    by = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    q = forms.CharField(max_length=60, required=False)
    about = forms.RegexField(r"^[a-z_]+:\d{1,18}$", required=False)
    kind = forms.RegexField(r"^[a-z_]+$", required=False)
    from_on = forms.DateField(required=False)
    until_on = forms.DateField(required=False)
    before = forms.IntegerField(min_value=1, max_value=2**62, required=False)

    def asked(self, person: Person) -> Asked:
        """Return the question, for as much of it as was understood."""
        self.is_valid()
        given: dict[str, Any] = {
            name: self.cleaned_data.get(name)
            for name in ("group", "by", "about", "kind", "from_on", "until_on")
        }
        for name in ("group", "about", "kind"):
            given[name] = given[name] or ""
        given["reach"] = subjects.reach(given["about"], person=person) if given["about"] else ()
        return Asked(**given)


def people() -> list[tuple[int | str, str]]:
    """Return whose acts may be asked for: everybody with an account, the house itself last."""
    everybody = [(one.pk, _with_name(one)) for one in accounts()]
    clock = the_clock()
    return [("", _("所有人")), *everybody, (clock.pk, str(clock))]


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of things that may be asked for."""
    found = sorted((subjects.word(kind), kind) for kind in subjects.models())
    return [("", _("所有事物")), *((kind, word) for word, kind in found)]


def _with_name(person: Person) -> str:
    return f"{person} {person.name}" if person.number else person.name


NOT_FOUND = gettext_lazy("没有找到“%(typed)s”：可以用工单号、八位查询码，或来电人的电话号码来找。")

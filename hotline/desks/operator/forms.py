"""Turning what an operator has written into clean arguments: the case, who asks, and what is to be done with it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hotline.callers import numbers
from hotline.callers.models import Title
from hotline.calls.models import Call
from hotline.cases.forms import AskedForm, RowField
from hotline.cases.life import LIFE
from hotline.cases.models import Case, Kind
from hotline.departments.models import Unit
from hotline.departments.queries import Proposal
from hotline.dispatch.models import Dispatch
from hotline.life.asks import Ask, StepForm
from hotline.people.models import Person
from hotline.providers.models import Provider

from .actions import Then

ASKING = (Then.ANSWER_AT_ONCE, Then.DECLINE, Then.PASS_ON)
"""What asks for more: as the step of the same name does."""


def asks_of(then: str) -> tuple[Ask, ...]:
    """Return what must be said beside the case."""
    return LIFE.steps[then].asks if then in ASKING else ()


def asking_form(then: str, *args: Any) -> StepForm:
    """Return the form of what must be said beside the case."""
    return StepForm(asks_of(then), *args, prefix=then, auto_id="id-%s")


def _nobody(_pk: int) -> None:
    """Stand in until the form knows who fills it in."""


def _among(rows: Callable[[], QuerySet[Any]], pk: int) -> Any:
    return rows().filter(pk=pk).first()


class OfPerson(forms.Form):
    """What is said of rows that this person may see: in which call, about which living case."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen: dict[str, Callable[[], QuerySet[Any]]] = {
            "call": lambda: Call.objects.seen_by(person).select_related("caller"),
            "case": lambda: Case.objects.seen_by(person).alive(),
            "into": lambda: Case.objects.seen_by(person).alive(),
            "trouble": lambda: Case.objects.seen_by(person).troubles(),
            "provider": lambda: Provider.objects.seen_by(person),
            "claim": lambda: Dispatch.objects.seen_by(person).select_related("provider"),
        }
        for name in self.fields.keys() & seen.keys():
            field: Any = self.fields[name]
            field.find = partial(_among, seen[name])


class UrgeForm(OfPerson):
    """A caller who asks again about a case there is; what was typed goes with it."""

    case = RowField(_nobody, error_messages={"invalid_choice": _("这张工单已经办完，请另记一件。")})
    call = RowField(_nobody, required=False)
    said = forms.CharField(max_length=2000, required=False)


class JoinInForm(OfPerson):
    """A caller who reports a trouble of many; what was typed goes with it."""

    trouble = RowField(_nobody, error_messages={"invalid_choice": _("这件突发事件已经解除。")})
    call = RowField(_nobody, required=False)
    said = forms.CharField(max_length=8000, required=False)


class IntakeForm(OfPerson, AskedForm):
    """A case as an operator writes it, in a call, without one, or from paper."""

    paper = forms.BooleanField(required=False)
    happened_at = forms.DateTimeField(
        label=_("实际时间"), required=False, error_messages={"invalid": _("时间看不懂，请重新选。")}
    )
    consent = forms.CharField(label=_("同意"), max_length=2000, required=False)
    call = RowField(_nobody, required=False)
    number = forms.CharField(label=_("电话"), max_length=40, required=False)
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    title = forms.ChoiceField(
        label=_("称呼"), choices=[("", _("不详")), *Title.choices], required=False
    )
    provider = RowField(
        _nobody,
        required=False,
        error_messages={"invalid_choice": _("没有这家企业，请重新选。")},
    )
    named = forms.BooleanField(required=False)
    into = RowField(
        _nobody,
        required=False,
        error_messages={"invalid_choice": _("要并入的工单已经办完，请另记一件。")},
    )
    claim = RowField(
        _nobody,
        required=False,
        error_messages={"invalid_choice": _("没有这一单，请从列出来的保修里选。")},
    )
    then = forms.TypedChoiceField(choices=Then.choices, coerce=Then, required=False)

    def clean_happened_at(self) -> datetime | None:
        """Ask for the true time of what was written on paper."""
        given: datetime | None = self.cleaned_data["happened_at"]
        if given is None and self.cleaned_data.get("paper"):
            raise forms.ValidationError(_("纸上记的是什么时候？"))
        return given

    def clean_number(self) -> numbers.Number:
        """Read the number; a wrong one is said beside its field."""
        try:
            return numbers.read(self.cleaned_data["number"])
        except numbers.NotANumber as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_then(self) -> Then:
        """Keep the case when nothing else is asked."""
        return self.cleaned_data["then"] or Then.KEEP


class CallerForm(forms.Form):
    """What a caller is called, and what to respect."""

    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    title = forms.ChoiceField(
        label=_("称呼"),
        choices=[("", _("不详")), *Title.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    dialect = forms.CharField(label=_("方言"), max_length=20, required=False)
    wishes = forms.CharField(
        label=_("要注意"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("何时打方便、不让谁知道"),
    )


class NarrowForm(forms.Form):
    """What a reader wants of a worklist."""

    kind = forms.ChoiceField(choices=[("", _("类别")), *Kind.choices], required=False)
    area = forms.IntegerField(required=False)
    words = forms.CharField(max_length=60, required=False)


class DialForm(forms.Form):
    """A number that is rung about a case, and why."""

    number = forms.CharField(label=_("号码"), max_length=40)
    why = forms.CharField(label=_("为什么打"), max_length=200)


class SendForm(forms.Form):
    """To which unit a case goes, which help, and what is said to them."""

    to = forms.ModelChoiceField(Unit.objects.none(), label=_("主办单位"))
    with_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("协办单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    task = forms.CharField(
        label=_("要它做什么"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text=_("承办单位看得到这段话；不要写市民的姓名和电话"),
    )  # fmt: skip
    is_complex = forms.BooleanField(label=_("复杂件，按复杂件的时限"), required=False)

    def __init__(self, *args: Any, proposal: Proposal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.in_service().order_by("group", "name")
        for name in ("to", "with_units"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
        if proposal is not None:
            self._propose(proposal, list(units))

    def _propose(self, proposal: Proposal, units: list[Unit]) -> None:
        """Begin with whom the remits name; those that help by them stand first."""
        helping = [one.pk for one in proposal.co_units]
        units = [
            *(one for one in units if one.pk in helping),
            *(one for one in units if one.pk not in helping),
        ]
        named = [(one.pk, one.name) for one in units]
        self.fields["to"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["with_units"].choices = named  # type: ignore[attr-defined]
        self.initial = {"to": proposal.unit.pk if proposal.unit else None, "with_units": helping}

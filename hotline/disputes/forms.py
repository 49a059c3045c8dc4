"""What somebody fills in to open a dispute, or to name what shows how it was, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.calls.models import Call
from hotline.papers.models import Paper
from hotline.people.models import Person

from . import queries
from .life import TOLD, About
from .models import Dispute


class OpenForm(forms.Form):
    """What the citizen says is wrong, and what he wants."""

    about_what = forms.TypedChoiceField(
        label=_("争什么"),
        choices=About.choices,
        coerce=About,
        initial=About.PRICE,
        widget=forms.RadioSelect(),
    )
    asked = forms.DecimalField(
        label=_("市民要求（元）"),
        min_value=0,
        max_value=1_000_000,
        max_digits=9,
        decimal_places=2,
        required=False,
    )
    why = forms.CharField(
        label=_("争的是什么"), max_length=2000, widget=forms.Textarea({"rows": 3}), help_text=TOLD
    )


class EvidenceForm(forms.Form):
    """A paper of the case, or a call about it."""

    def __init__(self, *args: Any, dispute: Dispute, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = [one.pk for one in queries.papers_of(dispute, person)]
        calls = [one.pk for one in queries.calls_of(dispute, person)]
        mine = Paper.objects.seen_by(person).filter(pk__in=papers)
        rung = Call.objects.seen_by(person).filter(pk__in=calls)
        self.fields["paper"] = forms.ModelChoiceField(mine, label=_("附件"), required=False)
        self.fields["call"] = forms.ModelChoiceField(rung, label=_("通话"), required=False)

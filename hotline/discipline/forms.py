"""A complaint that is taken down, and a piece of evidence, as forms: which work, which call or paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from hotline.calls.models import Call
from hotline.dispatch.models import Dispatch, DispatchQuerySet
from hotline.life.asks import StepForm
from hotline.papers.models import Paper
from hotline.ui import times

from .life import WHY
from .models import Cause


class _Work(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A piece of work by who does it and when it was given."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a dispatch as people do."""
        dispatch: Dispatch = obj
        when = times.day_hm(dispatch.offered_at)
        return f"{dispatch.provider.short_name} · {when} · {dispatch.get_status_display()}"


class AboutWork(forms.Form):
    """What a citizen says of a provider's work on a case."""

    dispatch = _Work(Dispatch.objects.none(), label=_("哪家企业"), empty_label=None)
    words = forms.CharField(
        label=_("市民怎么说"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, work: DispatchQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dispatch"]
        field.queryset = work.select_related("provider").order_by("-pk")


class AboutProvider(forms.Form):
    """What is said of a provider, and of no work of its own."""

    cause = forms.TypedChoiceField(
        label=_("来源"),
        choices=[(one.value, one.label) for one in (Cause.CITIZEN, Cause.STAFF)],
        coerce=Cause,
        initial=Cause.STAFF,
        widget=forms.RadioSelect(),
    )
    words = forms.CharField(
        label=_("出了什么事"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class EvidenceForm(StepForm):
    """A call or a paper of the case, and what it shows."""

    def __init__(
        self, *args: Any, calls: Iterable[Call], papers: Iterable[Paper], **kwargs: Any
    ) -> None:
        super().__init__((WHY,), *args, **kwargs)
        self._things: dict[str, Call | Paper] = {one.about: one for one in [*calls]} | {
            one.about: one for one in papers
        }
        named = [(about, _named(one)) for about, one in self._things.items()]
        thing = forms.ChoiceField(label=_("哪一份"), choices=named)
        self.fields = {"thing": thing, **self.fields}
        self.fields["why"].label = _("说明什么")

    @property
    def there_is(self) -> bool:
        """Say whether there is anything to choose."""
        return bool(self._things)

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the chosen thing under its own name, and why."""
        thing = self._things[self.cleaned_data["thing"]]
        return {thing.KIND: thing, "why": self.cleaned_data["why"]}


def _named(thing: Call | Paper) -> str:
    if isinstance(thing, Paper):
        return str(thing)
    return __("通话 %(when)s %(who)s") % {
        "when": times.day_hm(thing.arrived_at),
        "who": thing.operator or "",
    }

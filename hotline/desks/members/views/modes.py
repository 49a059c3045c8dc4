"""How each service is given out: to the best, in turn, to the first to take it, to whom the citizen names."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hotline.catalogue.models import Service
from hotline.desks.members.frame import show
from hotline.desks.operator import shell
from hotline.dispatch import actions, queries
from hotline.dispatch.ranking import OF_SERVICE, Mode
from hotline.life import door
from hotline.people import guards
from hotline.rules import queries as rules
from hotline.today import today

EXPLAINED = {
    Mode.BEST: gettext_lazy("按满意、接单快、按时、路近、手上空、轮得公平打分，先问分数最高的。"),
    Mode.ROTATION: gettext_lazy("不看分数，轮到谁先问谁；份额减半的，轮到的次数也减半。"),
    Mode.FIRST: gettext_lazy("同时问排在最前的几家，先接的得单，其余的收回并告知。"),
    Mode.NAMED: gettext_lazy("由市民点名；点名的没有接，先问市民，再派别家。"),
}


class ModeForm(forms.Form):
    """A service, by its code, and one of the ways."""

    code = forms.CharField(max_length=8, widget=forms.HiddenInput())
    mode = forms.TypedChoiceField(
        label=gettext_lazy("派单方式"),
        choices=[(one.value, one.label) for one in OF_SERVICE],
        coerce=Mode,
        widget=forms.RadioSelect(),
    )


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every service of today with the way it is given out."""
    person, wanted = shell.reader(request), request.GET.get("q", "").strip()[:40]
    services = Service.objects.seen_by(person).offered_on(today()).filter(name__icontains=wanted)
    set_to = queries.modes()
    given = {
        "rows": [
            (
                one,
                mode,
                ModeForm(initial={"code": one.code, "mode": mode}, auto_id=f"{one.code}-%s"),
            )
            for one in services.select_related("group").order_by("group__code", "code")
            for mode in [set_to.get(one.code, Mode.BEST)]
        ],
        "wanted": wanted,
        "explained": [(mode.label, EXPLAINED[mode]) for mode in OF_SERVICE],
        "most": rules.book()["choice_first_most"],
        "may_change": person.may("manage_catalogue"),
    }
    return show(request, "modes.html", "modes", given)


@guards.right("manage_catalogue")
@require_POST
def set_mode(request: HttpRequest) -> HttpResponse:
    """Say how one service is given out from now on."""
    person, form = shell.reader(request), ModeForm(request.POST)
    if not form.is_valid():
        return door.not_understood(request, form)
    mode = form.cleaned_data["mode"]
    services = Service.objects.seen_by(person).offered_on(today())
    service = get_object_or_404(services, code=form.cleaned_data["code"])
    return door.done(
        request,
        lambda: actions.set_mode(service, mode=mode, by=person),
        _("%(service)s 从现在起%(mode)s") % {"service": service, "mode": mode.label},
        to=reverse("members:modes"),
    )

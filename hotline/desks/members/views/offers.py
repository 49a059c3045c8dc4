"""What a provider may be sent for: services, each in some areas at some hours, as long as its papers are good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.members.forms import ServeForm, StopForm
from hotline.desks.members.frame import show_one
from hotline.desks.operator import shell
from hotline.life.door import done, not_understood
from hotline.people import guards
from hotline.providers import actions
from hotline.providers.models import Provider
from hotline.today import today


@guards.staff_only
@require_safe
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a provider serves, and let it be changed."""
    provider, may = _provider(request, pk), shell.reader(request).may("manage_providers")
    served = provider.offers.select_related("service").prefetch_related("areas")
    form = ServeForm(auto_id="serve-%s")
    given = {
        "rows": [
            (one, {area.pk for area in one.areas.all()})
            for one in served.order_by("service__code", "pk")
        ],
        "form": form if may else None,
        "places": form.places if may else [],
        "today": today(),
    }
    return show_one(request, "services.html", "services", provider, given)


@guards.right("manage_providers")
@require_POST
def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a provider be sent for a service, or elsewhere or at other hours than before."""
    provider, form = _provider(request, pk), ServeForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    given, person = form.cleaned_data, shell.reader(request)

    def act() -> None:
        actions.serve(
            provider, given["service"], areas=given["areas"], hours=given["hours"], by=person
        )

    return done(request, act, _("已保存"), to=reverse("members:services", args=[pk]))


@guards.right("manage_providers")
@require_POST
def stop_serving(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a provider be sent for a service no more."""
    provider = _provider(request, pk)
    form = StopForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    service, person = form.cleaned_data["service"], shell.reader(request)
    return done(
        request,
        lambda: actions.stop_serving(provider, service, by=person),
        _("已撤下%(service)s") % {"service": service},
        to=reverse("members:services", args=[pk]),
    )


def _provider(request: HttpRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.seen_by(shell.reader(request)), pk=pk)

"""Asking to be let in at the counter, and how a provider is called and reached."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.members.forms import DescribeForm
from hotline.desks.members.frame import show
from hotline.desks.operator import shell
from hotline.life.door import answer, done, key_of, not_understood
from hotline.life.once import once
from hotline.people import guards
from hotline.providers import actions
from hotline.providers.forms import ApplyForm
from hotline.providers.models import Provider


@guards.staff_only
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Show the form that whoever stands at the counter is asked for."""
    return show(request, "new.html", "new", {"form": ApplyForm()})


@guards.staff_only
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Write down that somebody asks to be let in."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return render(request, "providers/_apply.html", {"form": form}, status=422)
    person, given = shell.reader(request), form.cleaned_data
    made = once(person, key_of(request), lambda: str(actions.apply(by=person, **given).pk))
    said = _("已登记%(name)s的申请") % {"name": given["name"]}
    return answer(request, said, to=reverse("members:provider", args=[int(made)]))


@guards.right("manage_providers")
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how a provider is called and reached now."""
    person, form = shell.reader(request), DescribeForm(request.POST)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    if not form.is_valid():
        return not_understood(request, form)
    return done(
        request,
        lambda: actions.describe(provider, by=person, **form.cleaned_data),
        _("已保存"),
        to=reverse("members:provider", args=[pk]),
    )

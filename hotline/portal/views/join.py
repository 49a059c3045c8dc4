"""Asking to be let in as a provider, without an account; and how far it is, for whoever has the code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.life.door import key_of
from hotline.life.errors import NotSo
from hotline.life.once import once
from hotline.people import lockout
from hotline.people.queries import the_citizen
from hotline.portal import joining as asked
from hotline.portal.forms import ReceiptForm
from hotline.portal.views.frame import around, spoken
from hotline.providers import actions
from hotline.providers.forms import ApplyForm
from hotline.providers.models import Provider


@spoken
@require_safe
def joining(request: HttpRequest) -> HttpResponse:
    """Ask whoever wants to be let in what it would do."""
    return _form(request, ApplyForm())


@spoken
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Take an application down, and give the code by which it is followed."""
    form = ApplyForm(request.POST)
    code = _applied(request, form) if form.is_valid() else ""
    if not code:
        return _form(request, form)
    given = around() | {"name": form.cleaned_data["name"], "code": code}
    return render(request, "portal/joined.html", given)


def _applied(request: HttpRequest, form: ApplyForm) -> str:
    """Return the code of the application; nothing where it was refused, with the reason in the form."""
    citizen, given = the_citizen(), form.cleaned_data
    try:
        asked.knock(address=lockout.address_of(request))
        return once(citizen, key_of(request), lambda: _code(actions.apply(by=citizen, **given)))
    except lockout.TooMany as too_many:
        form.add_error(None, _too_many(too_many))
    except NotSo as why:
        if not key_of(request):
            raise
        form.add_error("name", str(why))
    return ""


def _code(provider: Provider) -> str:
    return provider.code or ""


@spoken
@require_http_methods(["GET", "HEAD", "POST"])
def how_far(request: HttpRequest) -> HttpResponse:
    """Show whoever has its code how far an application is."""
    if request.method != "POST":
        return render(request, "portal/join_ask.html", around() | {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    found = _found(request, form) if form.is_valid() else None
    if found is None:
        return render(request, "portal/join_ask.html", around() | {"form": form}, status=422)
    given = around() | {"provider": found, "standing": asked.standing(found)}
    return render(request, "portal/join_standing.html", given)


def _found(request: HttpRequest, form: ReceiptForm) -> Provider | None:
    try:
        found = asked.find(form.cleaned_data["code"], address=lockout.address_of(request))
    except lockout.TooMany as too_many:
        form.add_error(None, _too_many(too_many))
        return None
    if found is None:
        form.add_error("code", _("没有这个查询码，请看清楚再填一遍。"))
    return found


def _form(request: HttpRequest, form: ApplyForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "portal/join.html", around() | {"form": form}, status=status)


def _too_many(too_many: lockout.TooMany) -> str:
    when = timezone.localtime(too_many.until).strftime("%H:%M")
    return _("试的次数太多了，%(when)s 以后再来，或者打电话。") % {"when": when}

"""Single sign-on: to the city's provider, and back into the account that exists here."""

from __future__ import annotations

import logging

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.life.errors import NotDone
from hotline.people import actions, guards, lockout, queries, sso

KEPT = "sso"
log = logging.getLogger(__name__)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider by a page of ours: no form of ours may lead out of the house."""
    _needs_provider()
    back = request.POST.get("next", "")
    asked = sso.begin(to=back if guards.is_ours(request, back) else "")
    try:
        onward = sso.address(asked, back=_back(request))
    except sso.Refused as fault:
        return _refused(request, fault)
    request.session[KEPT] = asked.kept()
    return render(request, "people/onward.html", {"onward": onward})


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Let in whoever comes back known, if there is an account of that name; the second factor may follow."""
    _needs_provider()
    held = request.session.pop(KEPT, None)
    asked = sso.Asked(**held) if held else None
    try:
        known = sso.known(request.GET.dict(), asked, back=_back(request))
        person = queries.by_sso(known.subject, known.username)
        if person is None:
            raise sso.Refused("there is no such account here")
        if not person.sso_subject:
            actions.bind_sso(person, subject=known.subject, by=person)
    except (sso.Refused, NotDone) as fault:
        return _refused(request, fault)
    request.signs_in_by = "sso"  # type: ignore[attr-defined]
    request.proved = "sso" if known.showed_factor else ""  # type: ignore[attr-defined]
    to = asked.to if asked else ""
    entered: HttpResponse = perform_login(request, Login(user=person, redirect_url=to or None))
    return entered if entered.status_code < 400 else redirect("people:sign_in")


def _needs_provider() -> None:
    if not settings.CONFIGURATION.oidc_issuer:
        raise Http404


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("people:sso_back"))


def _refused(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Say that nobody was let in; why is for the log, lest the screen tell who has an account."""
    log.warning("Single sign-on refused: %s", fault)
    attempt = lockout.Attempt("", lockout.address_of(request), "sso")
    actions.fail_to_sign_in(attempt, left=lockout.Left(1, 1))
    said = _("统一身份认证没有认出这里的账号，或者没有完成。请再试一次；还不行，请找管理员。")
    return render(request, "people/not_let_in.html", {"fault": said}, status=403)

"""The second factor on one's way in: shown, or set up before anything else is seen; and passkeys instead of passwords."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hotline.life.errors import NotDone
from hotline.people import actions as people
from hotline.people import adapter, guards, lockout
from hotline.people.factors import actions, queries
from hotline.people.factors.stage import SecondFactor, pending
from hotline.people.forms import CredentialForm
from hotline.people.models import Person

from .new_factor import added, new_factor


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave his password for his second factor."""
    stage = pending(request)
    if stage is None:
        return redirect("people:sign_in")
    if not queries.has_any(stage.person):
        return redirect("people:set_up_factor")
    fault = ""
    if request.method == "POST":
        try:
            return stage.passed(by=_shown(request, stage))
        except ValidationError as refused:
            fault = refused.messages[0]
    kinds = {one.kind for one in queries.of(stage.person)}
    given = {
        "fault": fault,
        "who": stage.person,
        "has_app": queries.Kind.TOTP in kinds,
        "has_passkey": queries.Kind.WEBAUTHN in kinds,
    }
    return render(request, "people/second_factor.html", given, status=422 if fault else 200)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Let somebody whose role demands it add his first second factor, and then in."""
    stage = pending(request)
    if stage is None or queries.has_any(stage.person):
        return redirect("people:second_factor")
    fault = ""
    if request.method == "POST":
        try:
            kind, made = added(request, stage.person)
        except (NotDone, ValidationError) as refused:
            fault = _sentence(refused)
        else:
            clear_totp_secret(request)
            onward = stage.passed(by=kind)
            return render(
                request, "people/codes.html", {"codes": made, "onward": onward["Location"]}
            )
    given = new_factor(request, stage.person) | {"fault": fault, "who": stage.person}
    return render(request, "people/set_up_factor.html", given, status=422 if fault else 200)


@never_cache
@require_POST
def new_passkey_options(request: HttpRequest) -> HttpResponse:
    """Tell the browser how to make a passkey: for whoever must set one up, or is signed in."""
    stage = pending(request)
    person = stage.person if stage and not queries.has_any(stage.person) else request.user
    if not isinstance(person, Person):
        return guards.to_sign_in(request)
    return JsonResponse(webauthn.begin_registration(person, passwordless=True))


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Tell the browser which passkey may sign: that of whoever gave his password, or any."""
    stage = pending(request)
    return JsonResponse(webauthn.begin_authentication(stage.person if stage else None))


@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey alone: it is something he has, opened by his finger or PIN."""
    form = CredentialForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("没有通过验证，请再试一次。"))
        credential = form.cleaned_data["credential"]
        person: Person = webauthn.extract_user_from_response(credential)
        actions.show_passkey(person, credential=credential)
    except ValidationError as refused:
        given = {"fault": refused.messages[0]}
        return render(request, "people/not_let_in.html", given, status=422)
    request.signs_in_by = request.proved = "passkey"  # type: ignore[attr-defined]
    back = request.POST.get("next", "")
    to = back if guards.is_ours(request, back) else None
    entered: HttpResponse = perform_login(request, Login(user=person, redirect_url=to))
    return entered


def _shown(request: HttpRequest, stage: SecondFactor) -> str:
    """Return what was shown and is right; count what is wrong, and say so."""
    person = stage.person
    attempt = lockout.Attempt(person.username, lockout.address_of(request), "factor")
    left = adapter.counted(attempt)
    kind = _right(request, person)
    if kind:
        lockout.forgive(attempt)
        return kind
    people.fail_to_sign_in(attempt, left=left)
    said = _("没有通过验证。请用应用里现在显示的 6 位数字，或者一个没用过的恢复码。")
    raise ValidationError(adapter.wrong(left, said))


def _right(request: HttpRequest, person: Person) -> str:
    form = CredentialForm(request.POST)
    if "credential" not in request.POST:
        return actions.show_code(person, code=request.POST.get("code", "")[:40])
    try:
        if form.is_valid():
            actions.show_passkey(person, credential=form.cleaned_data["credential"])
            return "passkey"
    except ValidationError:
        pass
    return ""


def _sentence(refused: Exception) -> str:
    return refused.messages[0] if isinstance(refused, ValidationError) else str(refused)

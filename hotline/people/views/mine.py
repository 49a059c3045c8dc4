"""How one signs in oneself: one's password, one's second factors, where one is signed in. Each button one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.contrib.auth import HASH_SESSION_KEY
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hotline import clock
from hotline.life.door import answer, done, key_of
from hotline.life.errors import NotDone, NotNow, NotYours
from hotline.life.keys import row_key
from hotline.life.once import once
from hotline.people import actions, factors, guards, passwords, queries
from hotline.people import sessions as kept
from hotline.people.factors import actions as second
from hotline.people.factors import queries as shown
from hotline.people.forms import ChangePasswordForm
from hotline.people.models import Person, Session

from .frame import framed
from .new_factor import added, new_factor

FRESH = timedelta(minutes=15)
"""So soon after signing in somebody may change how he signs in: a desk left open changes nothing."""

View = Callable[..., HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Say whether somebody has signed in just now."""
    began = request.session.get(kept.BEGAN)
    return began is not None and clock.now() - datetime.fromtimestamp(began, UTC) < FRESH


def freshly(view: View) -> View:
    """Refuse, in a sentence, whoever signed in long ago."""

    @wraps(view)
    def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not is_fresh(request):
            raise NotNow(_("改登录方式之前请重新登录：离上次登录已超过 15 分钟。"))
        return view(request, *args, **kwargs)

    return handle


@guards.signed_in
@require_http_methods(["GET", "HEAD"])
def my_factors(request: HttpRequest) -> HttpResponse:
    """Show somebody his second factors, and how to add one."""
    return _factors(request)


@sensitive_post_parameters("code")
@guards.signed_in
@require_POST
@freshly
def add_factor(request: HttpRequest) -> HttpResponse:
    """Add a second factor; with the first come recovery codes, shown this once."""
    made: list[str] = []

    def act() -> str:
        kind, codes = added(request, _me(request))
        clear_totp_secret(request)
        request.session[kept.PROVED] = request.session.get(kept.PROVED) or kind
        made.extend(codes)
        return _("已添加")

    try:
        said = once(_me(request), key_of(request), act)
    except (NotDone, ValidationError) as refused:
        fault = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        return _factors(request, fault=fault, status=422)
    return _codes(request, made) if made else answer(request, said, to=_here())


@guards.signed_in
@require_POST
@freshly
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one second factor away."""
    me = _me(request)
    return done(
        request, lambda: second.remove_factor(me, factor=pk, by=me), _("已删除"), to=_here()
    )


@guards.signed_in
@require_POST
@freshly
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once; they are kept nowhere, so a repeat is told so."""
    made: list[str] = []

    def act() -> str:
        made.extend(second.make_recovery_codes(_me(request), by=_me(request)))
        return ""

    once(_me(request), key_of(request), act)
    if not made:
        raise NotNow(_("刚才已经换过，恢复码只显示一次。没看到，就再换一批。"))
    return _codes(request, made)


@sensitive_post_parameters("had", "password", "again")
@guards.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password; this session stays, all others end."""
    me = _me(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, person=me)
    if form.is_valid():
        given = form.cleaned_data

        def act() -> None:
            actions.change_password(me, had=given["had"], password=given["password"], by=me)
            request.session.cycle_key()
            request.session[HASH_SESSION_KEY] = me.get_session_auth_hash()

        try:
            return done(request, act, _("密码已改，别处已全部退出"), to=reverse("people:me"))
        except NotYours as refused:
            form.add_error("had", str(refused))
    given = {"form": form, "who": me, "least": passwords.LENGTH_LEAST}
    status = 422 if form.is_bound else 200
    return render(
        request, "people/change_password.html", framed(request, "me", **given), status=status
    )


@guards.signed_in
@require_POST
def end_session(request: HttpRequest, name: str) -> HttpResponse:
    """End one of one's own sessions, or, by whoever manages accounts, one of somebody else's."""
    me = _me(request)
    wanted = next((s for s in _ended_by(request, me) if s.name == name), None)
    if wanted is not None and wanted.session_key == request.session.session_key:
        return redirect("people:me")  # this one ends by signing out

    def act() -> str:
        if wanted is None:
            raise Http404
        actions.end_session(wanted, by=me)
        return _("已退出那一处")

    return answer(request, once(me, key_of(request), act))


def _ended_by(request: HttpRequest, me: Person) -> list[Session]:
    whose = row_key(request.POST.get("person"))
    if whose is not None and me.may("manage_people"):
        return [s for one in queries.accounts().filter(pk=whose) for s in queries.sessions_of(one)]
    return queries.sessions_of(me)


def _factors(request: HttpRequest, *, fault: str = "", status: int = 200) -> HttpResponse:
    me = _me(request)
    given = {
        "who": me,
        "factors": shown.of(me),
        "kinds": shown.Kind,
        "codes_left": shown.codes_left(me),
        "demanded": factors.are_demanded_of(me),
        "fresh": is_fresh(request),
        "fault": fault,
        **new_factor(request, me),
    }
    return render(request, "people/my_factors.html", framed(request, "me", **given), status=status)


def _codes(request: HttpRequest, made: list[str]) -> HttpResponse:
    given = {"codes": made, "onward": reverse("people:my_factors")}
    return render(request, "people/codes.html", given)


def _here() -> str:
    return reverse("people:my_factors")


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # the guard has seen to it
    return request.user

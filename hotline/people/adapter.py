"""How allauth signs people in here: by name and password, counted, recorded, to the role's desk.

No sign-up and no e-mail: the addresses for them do not exist. The second factor is a stage of
allauth's flow (`factors/stage.py`), which every way in goes through.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline.rules import queries as rules

from . import actions, guards, lockout, sessions
from .models import Person
from .roles import home_of


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks the house."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person:
        """Return whose name and password these are, or raise a sentence that says what to do."""
        attempt = lockout.Attempt(credentials.get("username", ""), lockout.address_of(request))
        left = counted(attempt)
        person = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()  # somebody deactivated is nobody
        if isinstance(person, Person):
            lockout.forgive(attempt)
            return person
        actions.fail_to_sign_in(attempt, left=left)
        said = _("登录名或密码不对。请看看大小写和输入法，再试一次。")
        raise ValidationError(wrong(left, said), code="wrong")

    def respond_user_inactive(self, _request: HttpRequest, _user: Person) -> HttpResponse:
        """Send somebody deactivated back to the door."""
        return redirect("people:sign_in")

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session under a new key, start its clock, record it."""
        super().login(request, user)
        how = getattr(request, "signs_in_by", "password")
        factor = getattr(request, "proved", "")
        sessions.begin(request, proved=factor)
        address = lockout.address_of(request)
        actions.sign_in(user, by=user, how=how, address=address, factor=factor)

    def get_login_stages(self) -> list[str]:
        """Name what stands between a right password and a session."""
        return ["hotline.people.factors.stage.SecondFactor"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the desk of the role."""
        return home_of(request.user.role) if isinstance(request.user, Person) else "/sign-in/"

    def is_safe_url(self, url: str) -> bool:
        """Say whether somebody may be sent to an address after signing in."""
        return guards.is_ours(context.request, url)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the desk itself is the answer."""


def counted(attempt: lockout.Attempt) -> lockout.Left:
    """Count an attempt, or refuse it in a sentence when there were too many."""
    try:
        return lockout.count(attempt)
    except lockout.TooMany as fault:
        raise ValidationError(_locked(fault), code="locked") from None


def _locked(fault: lockout.TooMany) -> str:
    until = timezone.localtime(fault.until).strftime("%H:%M")
    return _("密码错的次数太多，锁定到 %(until)s。到时再试；着急请找值班长解锁。") % {
        "until": until
    }


def wrong(left: lockout.Left, said: str) -> str:
    """Say that it was wrong; how many attempts are left is said only when it matters."""
    if left.name <= 0:
        minutes = rules.book()["locked_min"]
        return _("密码错的次数太多，锁定 %(n)s 分钟。到时再试；着急请找值班长解锁。") % {
            "n": minutes
        }
    if left.name <= 2:
        more = ngettext("再错 %(n)s 次就会锁定。", "再错 %(n)s 次就会锁定。", left.name)
        return said + more % {"n": left.name}
    return said

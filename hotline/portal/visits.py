"""Whoever has looked a case up: a signed cookie opens that one case, for a short while since the last look."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing

from hotline.cases.life import Status
from hotline.cases.models import Case
from hotline.rules import queries as rules

COOKIE = "track"
SALT = "hotline.track.visit"
PATH = "/track/"


def begin(response: Any, case: Case) -> None:
    """Let the holder of this answer come back to the case; called again at each look."""
    response.set_cookie(
        COOKIE,
        signing.dumps(case.pk, salt=SALT),
        max_age=int(rules.book().time("citizen_visit_min").total_seconds()),
        path=PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def end(response: Any) -> None:
    """Forget the case on this browser."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def case_of(cookies: dict[str, str]) -> Case | None:
    """Return the case that a browser has looked up; None without one, or when its time is over."""
    try:
        pk = signing.loads(
            cookies.get(COOKIE, ""), salt=SALT, max_age=rules.book().time("citizen_visit_min")
        )
    except signing.BadSignature:
        return None
    return find(pk)


def find(pk: int) -> Case | None:
    """Return the case of a cookie or a link that was good; None when it was struck out meanwhile."""
    rows = Case.objects.exclude(status=Status.VOID).select_related("service")
    return rows.filter(pk=pk).first()

"""When a session ends by itself: after `idle_min` without a request made by somebody's own hands, or after the longest shift.

What the pages ask for by themselves does not count, except while one of `KEEP_ALIVE` says that the
person is busy without touching anything: in a call, or with words typed and not yet sent. Those
functions belong to packages above and are put in by `site/reactions.py`. Words count that were typed
in this session and within the longest shift: what was forgotten once keeps no later session alive.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest

from hotline import clock
from hotline.rules import queries as rules

from . import actions, queries
from .models import Person
from .sessions import BEGAN, SEEN

KEEP_ALIVE: list[Callable[[Person, datetime], bool]] = []
"""Asked at most once a minute for each person: is this one, since then, busy without touching the page?"""

RENEW = timedelta(seconds=60)
"""How often the session is written; it may live this much longer than the rule says, no shorter."""

BY_ITSELF = ("live-region", "live-stream", "lease-keeper")
"""Elements of a page that ask without anybody's hand."""


def begin(request: HttpRequest) -> None:
    """Start the clock of whoever has just signed in."""
    request.session[SEEN] = clock.now().timestamp()


def check(request: HttpRequest) -> bool:
    """Renew the session of a request, or end it; say whether it was ended for idleness."""
    session = request.session
    if SESSION_KEY not in session:
        return False
    seen = session.get(SEEN)
    if seen is None:
        begin(request)
        return False
    now, longest = clock.now(), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    age = timedelta(seconds=now.timestamp() - seen)
    if age < RENEW:
        return False
    began = datetime.fromtimestamp(session.get(BEGAN, seen), UTC)
    idle = age > rules.book().time("idle_min") + RENEW
    over = idle or now - began > longest
    busy = _is_busy(request, since=max(began, now - longest))
    if busy or (not over and not is_background(request)):
        begin(request)
    elif over:
        _end(request, why="idle" if idle else "long")
    return idle and SESSION_KEY not in session


def is_background(request: HttpRequest) -> bool:
    """Say whether the page asks by itself."""
    return (
        request.headers.get("X-Background") == "1"
        or request.headers.get("X-Requested-With") in BY_ITSELF
        or request.path.rstrip("/").endswith(("/lease", "/live/ticket"))
    )


def _is_busy(request: HttpRequest, *, since: datetime) -> bool:
    person = request.user
    return person.is_authenticated and any(asks(person, since) for asks in KEEP_ALIVE)


def _end(request: HttpRequest, *, why: str) -> None:
    person = request.user
    if isinstance(person, Person):
        actions.sign_out(person, by=queries.the_clock(), why=why)
    logout(request)

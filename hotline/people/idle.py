"""When a session ends by itself: after `idle_min` without a request made by somebody's own hands, or after the longest shift.

What the pages ask for by themselves does not count, except while one of `KEEP_ALIVE` says that the
person is busy without touching anything: in a call, or with words typed and not yet sent. Those
functions belong to packages above and are put in by `site/reactions.py`. Words count that were typed
in this session and within the longest shift: what was forgotten once keeps no later session alive.

A page that is only looked at, such as the wall, stays for as long as it is shown: its session is narrowed to it instead of
being ended. Whoever asks for anything else in that browser is asked who he is, and signing in makes it a whole one again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from hotline import clock
from hotline.rules import queries as rules

from . import actions, queries
from .models import Person
from .sessions import BEGAN, NARROW, SEEN, SHOWN

KEEP_ALIVE: list[Callable[[Person, datetime], bool]] = []
"""Asked at most once a minute for each person: is this one, since then, busy without touching the page?"""

LOOKED_AT: list[Callable[[HttpRequest], bool]] = []
"""Is this asked by a page that is only looked at?"""

LOOKS_AGAIN = timedelta(minutes=10)
"""How long such a page may be silent and is still shown: it asks several times a minute, but the house may be started anew."""

RENEW = timedelta(seconds=60)
"""How often the session is written; it may live this much longer than the rule says, no shorter."""

TICKET = "/live/ticket"
"""Every page asks for it, and is told by it that something happened, never what."""

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
    narrow = session.get(NARROW, False)
    over = narrow or idle or now - began > longest
    shown = _is_shown(request, now, over=over)
    busy = not narrow and _is_busy(request, since=max(began, now - longest))
    if busy or (not over and not is_background(request)):
        begin(request)
    elif over and shown:
        _narrow(request, why="idle" if idle else "long")
    elif over:
        _end(request, why="idle" if idle else "long")
    return idle and not request.user.is_authenticated


def is_background(request: HttpRequest) -> bool:
    """Say whether the page asks by itself."""
    return (
        request.headers.get("X-Background") == "1"
        or request.headers.get("X-Requested-With") in BY_ITSELF
        or request.path.rstrip("/").endswith(("/lease", TICKET))
    )


def _is_busy(request: HttpRequest, *, since: datetime) -> bool:
    person = request.user
    return person.is_authenticated and any(asks(person, since) for asks in KEEP_ALIVE)


def _is_shown(request: HttpRequest, now: datetime, *, over: bool) -> bool:
    """Say whether this session shows a page that is only looked at; note when it asked."""
    session = request.session
    silent = timedelta(seconds=now.timestamp() - session.get(SHOWN, 0))
    shown = silent < LOOKS_AGAIN
    if (shown or not over) and silent >= RENEW and _is_looked_at(request):
        session[SHOWN] = now.timestamp()
    return shown


def _is_looked_at(request: HttpRequest) -> bool:
    return any(asks(request) for asks in LOOKED_AT)


def _narrow(request: HttpRequest, *, why: str) -> None:
    """Leave of a session the page that is looked at; whoever asks for another is nobody."""
    session, person = request.session, request.user
    if not session.get(NARROW) and isinstance(person, Person):
        session[NARROW] = True
        actions.sign_out(person, by=queries.the_clock(), why=why)
    if request.path != TICKET and not _is_looked_at(request):
        request.user = AnonymousUser()


def _end(request: HttpRequest, *, why: str) -> None:
    person = request.user
    if isinstance(person, Person):
        actions.sign_out(person, by=queries.the_clock(), why=why)
    logout(request)

"""Changing keys while the house works: those of callers, which `privacy` seals anew, and those of staff.

Those of staff seal second factors and secrets of webhooks, or sign sessions and links; they lie in rings, as the callers' do. A
new key of factors is known everywhere at once, and what is sealed is sealed anew. Keys that sign are read when a part starts,
so the parts are started anew; what the old one signed is good until it is retired, which waits until nobody can hold any of
that still.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from hotline import clock
from hotline.callers import ring
from hotline.outbox import actions as outbox
from hotline.outbox import queries as hooks
from hotline.people import actions as people
from hotline.people.factors import actions as factors
from hotline.people.factors import queries
from hotline.people.queries import the_clock
from hotline.privacy import resealing
from hotline.privacy.resealing import SETTLES, State, UnableToChangeKeys, alone
from hotline.rules import queries as rules


def state(of: str) -> State:
    """Return where the keys of one kind stand."""
    if of == "callers":
        return resealing.state()
    keys = _read(of)
    needed = len(queries.needing_old_key()) + len(hooks.needing_old_key()) if of == "factors" else 0
    came_at = datetime.fromtimestamp(_file(of).stat().st_mtime, UTC)
    return State(keys.numbers, needed, came_at + _settles(of) if len(keys.numbers) > 1 else None)


def rotate(of: str, tell: Callable[[int], object] = lambda _left: None) -> None:
    """Let a new key seal or sign from now on, and seal anew what is sealed; goes on where one that was killed stopped."""
    if of == "callers":
        resealing.rotate(tell)
        return
    with alone():
        keys = _read(of)
        if len(keys.numbers) == 1:
            keys = keys.with_new()
            ring.write(_file(of), keys)
            people.make_key(of, number=keys.newest, by=the_clock())
        if of == "factors":
            factors.seal_again()
            outbox.seal_again()


def retire(of: str, *, at_once: bool = False) -> None:
    """Throw the old key away; *at_once* whatever it signed, because it was stolen: everybody signs in again."""
    if of == "callers":
        resealing.retire()
        return
    with alone():
        keys, now = _read(of), state(of)
        if now.settled_at is None:
            raise UnableToChangeKeys("There is one key alone: nothing to retire.")
        if now.needed:
            raise UnableToChangeKeys(
                f"{now.needed} rows still need the old key: run `hotline keys rotate {of}` first."
            )
        if clock.now() < now.settled_at and not at_once:
            raise UnableToChangeKeys(
                f"The new key is too young: try again after {now.settled_at:%Y-%m-%d %H:%M} UTC."
            )
        ring.write(_file(of), keys.without_old())
        people.retire_key(of, number=keys.numbers[0], by=the_clock())


def _settles(of: str) -> timedelta:
    """Return how long what the old key did may still be under way: a request, or the longest session or link."""
    if of == "factors":
        return SETTLES
    book, session = rules.book(), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    links = map(book.time, ("link_h", "citizen_link_h", "sign_link_h"))
    return max(session, *links)


def _file(of: str) -> Path:
    held = settings.CONFIGURATION
    return {"factors": held.factors_key_file, "sessions": held.secret_key_file}[of]


def _read(of: str) -> ring.Ring:
    return ring.parse(_file(of).read_bytes())

"""Sessions, and whose they are: Django's own, read by one statement made once, because every request of every page reads
it. A session is good while its person is active, its signature is that of his password and round, and
a second factor was shown if his role demands one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from hotline import clock
from hotline.journal import rows

from . import devices, factors, lockout
from .models import Person, Session

BEGAN, SEEN, DEVICE, ADDRESS = "began_at", "seen_at", "device", "address"
PROVED = "second_factor"
"""Which second factor was shown when this session began; empty for none."""
SHOWN, NARROW = "shown_at", "narrow"
"""When a page that is only looked at asked last; whether it is all that this session is good for, see `idle`."""

_SESSION = """
SELECT {columns}, {others} FROM {table} t LEFT JOIN {other} o ON o.id = t.person_id AND o.is_active
WHERE t.session_key = %s AND t.expire_date > %s
"""
_PERSON = "SELECT {columns} FROM {table} t WHERE t.id = %s AND t.is_active"


class SessionStore(db.SessionStore):
    """Django's session store, which composes no SQL to read, and brings whose session it is."""

    person: Person | None = None
    """Who signed in, as read together with the session; none who is not active."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Name the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Write beside the sealed data what the list of sessions shows."""
        row: Any = super().create_model_instance(data)
        if SESSION_KEY in data:
            row.person_id = int(data[SESSION_KEY])
            row.device, row.address = data.get(DEVICE, ""), data.get(ADDRESS, "")
            row.began_at, row.seen_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
        return row

    def _get_session_from_db(self) -> Any:
        given = [self.session_key, timezone.now()]
        found = rows.returned_with(Session, Person, _SESSION, given)
        if not found:
            self._session_key = None
            return None
        session, self.person = found[0]
        return session


def begin(request: HttpRequest, *, proved: str) -> None:
    """Note what the list of sessions shows of the one that has just begun."""
    now = clock.now().timestamp()
    held = {
        BEGAN: now,
        SEEN: now,
        DEVICE: devices.named(request.headers.get("User-Agent", "")),
        ADDRESS: lockout.address_of(request)[:60],
        PROVED: proved,
    }
    for name, value in held.items():
        request.session[name] = value
    for name in (SHOWN, NARROW):
        request.session.pop(name, None)


def person_of(session: SessionBase) -> Person | None:
    """Return whose session it is; one that is no longer good is emptied."""
    key = session.get(SESSION_KEY)
    if key is None:
        return None
    person = _read_with(session, int(key))
    if person is None:
        return None
    good = person.is_signed_by(session.get(HASH_SESSION_KEY) or "")
    if not good or (factors.are_demanded_of(person) and not session.get(PROVED)):
        session.flush()  # signed in before the role or the installation asked for more
        return None
    return person


def _read_with(session: SessionBase, key: int) -> Person | None:
    """Return the active person of this key: the one read with the session, unless it began after that."""
    person: Person | None = getattr(session, "person", None)
    if person is None or person.pk != key:
        person = next(iter(rows.returned(Person, _PERSON, [key])), None)
    return person


def _moment(stamp: float | None) -> datetime | None:
    return datetime.fromtimestamp(stamp, UTC) if stamp else None

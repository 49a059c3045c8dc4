"""Sessions, and whose they are: Django's own, read by statements made once, because every request of every page reads
them. A session is good while its person is active and its signature is that of his password and round.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from hotline.journal import rows

from .models import Person

_SESSION = "SELECT {columns} FROM {table} t WHERE t.session_key = %s AND t.expire_date > %s"
_PERSON = "SELECT {columns} FROM {table} t WHERE t.id = %s AND t.is_active"


class SessionStore(db.SessionStore):
    """Django's session store, which composes no SQL to read."""

    def _get_session_from_db(self) -> Any:
        found = rows.returned(Session, _SESSION, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return None
        return found[0]


def person_of(session: SessionBase) -> Person | None:
    """Return whose session it is; one that is no longer good is emptied."""
    key = session.get(SESSION_KEY)
    if key is None:
        return None
    found = rows.returned(Person, _PERSON, [int(key)])
    if not found:
        return None
    if not constant_time_compare(
        session.get(HASH_SESSION_KEY) or "", found[0].get_session_auth_hash()
    ):
        session.flush()
        return None
    return found[0]

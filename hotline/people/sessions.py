"""Where sessions are kept: Django's table, read by one statement made once, because every request of every page reads it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from hotline.journal import rows

_READ = "SELECT {columns} FROM {table} t WHERE t.session_key = %s AND t.expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's session store, which composes no SQL to read."""

    def _get_session_from_db(self) -> Any:
        found = rows.returned(Session, _READ, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return None
        return found[0]

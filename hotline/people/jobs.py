"""What the clock does with accounts."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings

from . import lockout


def forget_old() -> None:
    """Throw away sessions that have run out and counts that no longer matter."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    lockout.forget_old()

"""What the clock asks of scans."""

from __future__ import annotations

from . import actions


def forget_old() -> None:
    """Throw away what has been kept long enough, and files that no scan has."""
    actions.forget_old()
    actions.sweep_orphans()

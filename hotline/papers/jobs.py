"""What the clock asks of papers."""

from __future__ import annotations

from . import actions


def sweep_orphans() -> int:
    """Throw away files that no paper has."""
    return actions.sweep_orphans()

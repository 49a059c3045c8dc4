"""What the clock asks of papers."""

from __future__ import annotations

from . import queries, store


def sweep_orphans() -> int:
    """Throw away files whose paper was never added, or was erased; return how many."""
    found = queries.orphans()
    store.throw_away(*found)
    return len(found)

"""How the seals stand: the last one, what came since, and what the last verification found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline import clock
from hotline.journal import seals
from hotline.journal.models import Entry, Seal

MOST = 1000
LATE = timedelta(hours=2)
"""A seal older than this says that the worker stands still."""


@dataclass(frozen=True)
class State:
    """What stands at the top of the page."""

    seal: Seal | None
    since: str
    late: bool
    verified_at: datetime | None = None
    faults: int = 0


def state() -> State:
    """Return how the seals stand, in three queries."""
    seal = seals.last()
    since = seals.since(seal, most=MOST)
    verified = Entry.objects.filter(act="verify").order_by("-pk").first()
    return State(
        seal=seal,
        since=f"{MOST - 1}+" if since >= MOST else str(since),
        late=seal is not None and clock.now() - seal.at > LATE,
        verified_at=verified.at if verified else None,
        faults=int(verified.said.get("faults", 0)) if verified else 0,
    )

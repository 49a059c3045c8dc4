"""What clock and journal do with what is kept."""

from __future__ import annotations

from hotline.journal.models import Entry

from . import actions


def carry_out(entry: Entry) -> None:
    """Forget somebody as soon as it is granted; whoever has something under way is waited for."""
    actions.carry_out_granted(only=entry.subject)


def forget_old() -> None:
    """Forget whoever asked for it and may be forgotten now, and empty what has been kept long enough."""
    actions.carry_out_granted()
    actions.sweep()

"""What the clock does with what is kept."""

from __future__ import annotations

from . import actions


def forget_old() -> None:
    """Forget whoever asked for it and may be forgotten now, and empty what has been kept long enough."""
    actions.carry_out_granted()
    actions.sweep()

"""What the clock does about restraints."""

from __future__ import annotations

from hotline.people.queries import the_clock

from . import actions
from .models import Restraint


def ran_out(restraint: int) -> None:
    """Let a caller in again whose day has come."""
    actions.run_out(Restraint.objects.get(pk=restraint), by=the_clock())

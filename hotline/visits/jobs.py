"""What the clock does about visits and tasks."""

from __future__ import annotations

from hotline.people.queries import the_clock

from . import actions
from .models import Task, Visit


def nobody_went(visit: int) -> None:
    """Put on record that a planned day passed."""
    actions.miss(Visit.objects.get(pk=visit), by=the_clock())


def nobody_did_it(task: int) -> None:
    """Put on record that a task was not done in time."""
    actions.overrun(Task.objects.get(pk=task), by=the_clock())

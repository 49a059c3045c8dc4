"""What the clock asks of wishes."""

from __future__ import annotations

from hotline.people.queries import the_clock

from . import actions
from .models import Wish


def nobody_called(wish: int) -> None:
    """Put on record that nobody has called in time."""
    actions.overrun(Wish.objects.get(pk=wish), by=the_clock())

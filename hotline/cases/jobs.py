"""What the clock asks of cases."""

from __future__ import annotations

from hotline.people.queries import the_clock

from . import actions
from .models import Case


def nobody_took_it(case: int) -> None:
    """Put on record that a case waited too long to be given to anybody."""
    actions.overrun(Case.objects.get(pk=case), by=the_clock())

"""The citizens who wait to be called, as the list of call-backs shows them: who, about what, and the buttons."""

from __future__ import annotations

from typing import NamedTuple

from hotline.callers import queries as callers
from hotline.callers.queries import Shown
from hotline.life.asks import StepForm
from hotline.life.steps import Step
from hotline.people.models import Person
from hotline.wishes import queries
from hotline.wishes.life import LIFE
from hotline.wishes.models import Because, Wish

from . import rows

MOST = 50


class Waiting(NamedTuple):
    """One line of the list."""

    wish: Wish
    caller: Shown | None
    what: str
    acts: list[tuple[Step, StepForm]]


def waiting(person: Person) -> list[Waiting]:
    """Return who waits, the one with the least time first."""
    found = list(queries.waiting(person)[:MOST])
    wanted = [one.who for one in found if one.who]
    shown = callers.masked(wanted, person) if wanted else {}
    return [
        Waiting(
            one,
            shown.get(one.who) if one.who else None,
            rows.first_words(one.case.said) if one.case else str(Because(one.because).label),
            [
                (step, StepForm(step.asks, auto_id=f"wish-{one.pk}-{step.name}-%s"))
                for step in LIFE.open_to(one, person)
            ],
        )
        for one in found
    ]

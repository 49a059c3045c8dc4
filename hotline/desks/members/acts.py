"""The buttons of things that this desk shows many of: the steps open to somebody, each with its form and its address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from hotline.life.asks import StepForm
from hotline.life.models import Living
from hotline.life.steps import Life, Step
from hotline.people.models import Person
from hotline.people.roles import STAFF


@dataclass(frozen=True, slots=True)
class Act:
    """A button: its step, where it is sent, what it asks."""

    step: Step
    address: str
    id: str
    form: StepForm | None


def open_to(
    life: Life, thing: Living, person: Person, room: str, *, but: Collection[str] = ()
) -> list[Act]:
    """Return what *person* may do with a thing now; *room* begins the names of its addresses: "visits:task_"."""
    return [
        Act(
            step,
            reverse(f"{room}{step.name}", args=[thing.pk]),
            f"{thing.KIND}-{thing.pk}-{step.name}",
            StepForm(step.asks, auto_id=f"{thing.KIND}-{thing.pk}-{step.name}-%s")
            if step.asks
            else None,
        )
        for step in life.open_to(thing, person)
        if step.name not in but
    ]


def staff() -> list[tuple[int, str]]:
    """Return the line's own people as choices, in one question for a whole page."""
    rows: Iterable[Person] = Person.objects.with_role(STAFF).order_by("number", "name")
    return [(one.pk, str(one)) for one in rows]

"""How the stories are told: domain words over the actions, with a clock that the story moves."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from hotline import clock
from hotline.life.models import Living
from hotline.site import worker

L = TypeVar("L", bound=Living)


def minutes_pass(minutes: int) -> None:
    """Let time go by, and let the house do what has become due."""
    clock.pass_time(timedelta(minutes=minutes))
    the_house_reacts()


def the_house_reacts() -> None:
    """Let what is due be done, and what follows from it."""
    while worker.sweep():
        pass


def as_it_is(thing: L) -> L:
    """Return a thing as it stands in the database now."""
    return type(thing)._base_manager.get(pk=thing.pk)

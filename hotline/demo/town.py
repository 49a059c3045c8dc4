"""The sample town, loaded whole or not at all: its ground, its people, a year of its past and its last ten days.

Everything happens by the same acts as anywhere, in one transaction, so that a loading that is killed leaves nothing. While
it loads, this process's clock stands in the past: load before anything else of the house runs in the process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.cases.models import Case
from hotline.life.errors import NotSo
from hotline.people import queries as people
from hotline.people.models import Person
from hotline.people.roles import home_of
from hotline.providers.models import Provider

from . import admission, ground, history, lives, months, oversight, records, telling, told
from .cast import Cast, engage_staff, provider_lives

BUILT_AT = datetime(2012, 6, 23, 1, 0, tzinfo=UTC)
"""The day the real line's systems were first tried."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the town holds, and whether it was built just now."""

    fresh: bool
    people: int
    providers: int
    cases: int
    alive: int


class Door(NamedTuple):
    """Somebody who can sign in with one click, and where it leads."""

    username: str
    name: str
    roles: str
    home: str

    def __str__(self) -> str:
        return f"  {self.username:<12}{self.name}  {self.roles}  {self.home}"


def load() -> Loaded:
    """Build the town, once; on a database that has something else in it, refuse."""
    with transaction.atomic():
        # Two who load at once: the second waits here and finds the town built.
        Person.objects.select_for_update(no_key=True).get(pk=people.the_clock().pk)
        fresh = not is_loaded()
        if fresh:
            _build(until=clock.now())
    return Loaded(
        fresh=fresh,
        people=people.accounts().count(),
        providers=Provider.objects.count(),
        cases=Case.objects.count(),
        alive=Case.objects.alive().count(),
    )


def is_loaded() -> bool:
    """Say whether the town is there; raise `NotSo` when something else is."""
    if Person.objects.filter(username="operator28").exists() and Case.objects.exists():
        return True
    if Area.objects.exists() or people.accounts().exists():
        raise NotSo(_("这个数据库里已有别的数据，样例城只能装进空的数据库。"))
    return False


def who_can_sign_in() -> list[Door]:
    """Return through whose eyes the town is best tried, and where each begins; the line's people first."""
    named = {row["username"] for row in records.rows("people")}
    return [
        Door(one.username, one.name, f"{one.role_words} {one.number}".strip(), home_of(one.role))
        for one in people.sample_people()
        if one.username in named
    ]


def _build(*, until: datetime) -> None:
    cast = Cast()
    with clock.frozen(BUILT_AT):
        cast.people = engage_staff()
        cast.areas = ground.lay_areas(by=cast.admin)
        cast.services = ground.lay_catalogue(by=cast.admin)
        cast.units = ground.found_units(cast.people, cast.areas, cast.services, by=cast.admin)
        ground.reach_units(cast.people, cast.units, by=cast.admin)
        ground.found_lines(cast.people, by=cast.admin)
    matters = (lives.live(one, cast) for one in told.everything(now=until))
    coming = admission.everybody(cast, now=until)
    spoken = telling.everything(cast, now=until)
    scored = months.everything(cast, now=until)
    watched = oversight.everything(cast, now=until)
    everything = [*provider_lives(cast), *coming, *spoken, *matters, *scored, *watched]
    history.play(everything, until=until)

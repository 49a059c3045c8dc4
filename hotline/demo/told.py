"""Everything that was ever told to the sample town's line: the first year, the last ten days, today.

Turns the files into one kind of record; the ordinary matters of the last days are drawn from what callers say, the same
ones every time. How a matter goes on is left to `lives.py`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.utils import timezone

from hotline.catalogue.models import HandledBy
from hotline.followups.life import Liking
from hotline.worktime import hours

from . import records

LIKINGS = {"very": Liking.VERY, "yes": Liking.CONTENT, "no": Liking.NOT}
DAYS, A_DAY = 10, 3
"""How many days are drawn, and how many ordinary matters for each."""
REPORTED, BEFORE_DAYS, APART_DAYS = 60, 28, 1.5
"""How many ordinary matters of units are drawn, from how many days ago back, and how many days lie between two."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One matter: who said what when, which way it goes, and what befalls it."""

    at: datetime
    caller: str
    service: str | None
    kind: str
    said: str
    asked: str
    urgent: bool
    way: str
    marks: frozenset[str] = frozenset()
    handler: str | None = None
    accepted_min: float = 3
    there_min: float | None = None
    done_min: float | None = None
    result: str = "solved"
    liking: Liking = Liking.CONTENT
    words: str = ""
    units: tuple[str, ...] = ()
    """Who leads, and who helps."""
    course: tuple[str, ...] = ()
    to: str = ""
    """Whose it is in truth."""
    seed: int = 0

    def after(self, minutes: float) -> datetime:
        """Return the moment so many minutes after the call."""
        return self.at + timedelta(minutes=minutes)


def everything(*, now: datetime) -> Iterator[Told]:
    """Yield every matter, told from *now*."""
    yield from first_year()
    yield from ordinary(now=now)
    yield from lately(now=now)
    yield from reported(now=now)
    yield from assigned(now=now)


def first_year() -> Iterator[Told]:
    """Yield the matters of the line's first year, at the times the file says."""
    for n, matter in enumerate(records.matters()):
        yield Told(
            at=matter.at,
            caller=matter.caller,
            service=matter.service,
            kind=matter.kind,
            said=matter.said,
            asked=matter.asked,
            urgent=matter.urgent,
            way=_way(matter.handler, matter.result),
            handler=matter.handler,
            accepted_min=matter.accepted_min or 3,
            there_min=matter.there_min,
            done_min=matter.done_min,
            result=matter.result,
            liking=LIKINGS[matter.satisfied],
            words=matter.words,
            seed=n,
        )


def ordinary(*, now: datetime) -> Iterator[Told]:
    """Yield some plain matters for each of the last days, in callers' own words."""
    luck = random.Random(81890)  # noqa: S311  (the same town every time, not a secret)
    said = [row for row in records.rows("utterances") if _is_work(row["service"])]
    luck.shuffle(said)
    callers, providers = list(records.rows("callers")), list(records.rows("providers"))
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    for n, row in enumerate(said[: DAYS * A_DAY]):
        day = midnight - timedelta(days=DAYS - n // A_DAY)
        at = day + timedelta(hours=8 + 4 * (n % A_DAY), minutes=luck.randrange(220))
        able = [one for one in callers if _somebody(providers, row["service"], one["area"], at)]
        if not able:
            continue
        there = luck.randrange(12, 29)
        yield Told(
            at=at,
            caller=luck.choice(able)["code"],
            service=row["service"],
            kind="service",
            said=row["said"],
            asked="",
            urgent=luck.random() < 0.2,
            way="served",
            accepted_min=luck.choice((1, 2, 2)),
            there_min=there,
            done_min=there + luck.randrange(15, 90),
            liking=luck.choice((Liking.VERY, Liking.CONTENT, Liking.CONTENT)),
            words=luck.choice(phrases("citizen")),
            seed=100 + n,
        )


def lately(*, now: datetime) -> Iterator[Told]:
    """Yield the unusual matters of the last days, and those of today."""
    for n, row in enumerate(records.rows("lately")):
        way, *marks = records.words(row["course"])
        yield Told(
            at=_when(row["when"], now),
            caller=row["caller"],
            service=_cell(row["service"]),
            kind=row["kind"],
            said=row["said"],
            asked=row["asked"] if row["asked"] != records.NONE else "",
            urgent=row["urgency"] == "urgent",
            way=way,
            marks=frozenset(marks),
            handler=_cell(row["handler"]),
            accepted_min=_minutes(row["accepted"]) or 3,
            there_min=_minutes(row["there"]),
            done_min=_minutes(row["done"]),
            result="explained" if way in ("department", "answered") else "solved",
            words=phrases("citizen")[n % len(phrases("citizen"))],
            seed=300 + n,
        )


def assigned(*, now: datetime) -> Iterator[Told]:
    """Yield what units were given of late, and what they have."""
    for n, row in enumerate(records.rows("assigned")):
        to = _cell(row["to"]) or ""
        yield _given(row, at=_when(row["when"], now), caller=row["caller"], to=to, seed=600 + n)


def reported(*, now: datetime) -> Iterator[Told]:
    """Yield some ordinary matters that units were given in the months before, over and done with."""
    luck = random.Random(2)  # noqa: S311  (the same town every time, not a secret)
    rows, callers = records.rows("reported"), list(records.rows("callers"))
    deck = [row for row in rows for _time in range(int(row["often"]))]
    luck.shuffle(deck)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    for n in range(REPORTED):
        day = midnight - timedelta(days=BEFORE_DAYS + int(n * APART_DAYS))
        at = day + timedelta(hours=9, minutes=luck.randrange(360))
        row, caller = deck[n % len(deck)], luck.choice(callers)["code"]
        yield _given(row, at=at, caller=caller, seed=400 + n)


def _given(row: records.Row, *, at: datetime, caller: str, seed: int, to: str = "") -> Told:
    """Return what was given to a unit."""
    course = records.words(row["course"])
    spoken = "cross" if "bad" in course or "cross" in course else "citizen"
    words = phrases(spoken)
    return Told(
        at=at,
        caller=caller,
        service=_cell(row["service"]),
        kind=row["kind"],
        said=row["said"],
        asked=row["asked"],
        urgent=row.get("urgency") == "urgent",
        way="assigned",
        result="not_solved" if "bad" in course else "solved",
        liking=Liking.CONTENT if spoken == "citizen" else Liking.NOT,
        words=words[seed % len(words)],
        units=(row["unit"], *records.words(row["co"])),
        course=course,
        to=to,
        seed=seed,
    )


@cache
def phrases(who: str) -> tuple[str, ...]:
    """Return what is said on one side when a matter is done."""
    return tuple(row["said"] for row in records.rows("phrases") if row["who"] == who)


def _way(handler: str | None, result: str) -> str:
    if handler is None:
        return "unmet" if result == "helped" else "answered"
    return "served" if handler.startswith("P") else "department"


def _is_work(service: str) -> bool:
    terms = next((one.terms for one in records.services() if one.code == service), None)
    return (
        terms is not None
        and terms.handled_by == HandledBy.PROVIDER
        and (terms.promised_arrival_min or 0) >= 30
    )


def _somebody(providers: list[records.Row], service: str, area: str, at: datetime) -> bool:
    """Say whether some provider does this, there, at this hour."""
    return any(
        service in records.words(one["services"])
        and (one["areas"] == "*" or area[:2] in records.words(one["areas"]))
        and hours.covers(one["hours"], timezone.localtime(at))
        for one in providers
    )


def _when(written: str, now: datetime) -> datetime:
    """Read "-3 09:14", a day before today and a time, or "-12", minutes before now."""
    days, _gap, clock = written.partition(" ")
    if not clock:
        return now + timedelta(minutes=int(days))
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=int(days))
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=local.tzinfo)


def _cell(cell: str) -> str | None:
    return None if cell == records.NONE else cell


def _minutes(cell: str) -> float | None:
    return None if cell == records.NONE else float(cell)

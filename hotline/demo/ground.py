"""The ground of the sample town: its areas, its catalogue, its lines, laid by the same acts as anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.areas import actions as areas
from hotline.areas.models import Area
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import Service
from hotline.lines import actions as lines
from hotline.lines.models import Line
from hotline.lines.plans import Plan
from hotline.people.models import Person

from . import records


def lay_areas(*, by: Person) -> dict[str, Area]:
    """Draw the town's areas; return them by code."""
    drawn: dict[str, Area] = {}
    for record in records.areas():
        drawn[record.code] = areas.draw(
            record.code,
            name=record.name,
            short=record.short,
            kind=record.kind,
            within=drawn[record.parent] if record.parent else None,
            served_from=record.served_from,
            by=by,
        )
    return drawn


def lay_catalogue(*, by: Person) -> dict[str, Service]:
    """Open the town's groups and offer its services, each from its day; return them by code."""
    groups = {
        row["code"]: catalogue.open_group(
            row["code"], name=row["name"], description=row["description"], by=by
        )
        for row in records.rows("groups")
    }
    return {
        record.code: catalogue.offer(
            record.code,
            group=groups[record.group],
            terms=record.terms,
            valid_from=record.valid_from,
            by=by,
        )
        for record in records.services()
    }


def found_lines(people: Mapping[str, Person], *, by: Person) -> dict[str, Line]:
    """Found the town's lines and name who serves them; return them by code."""
    founded: dict[str, Line] = {}
    for row in records.rows("lines"):
        plan = Plan(
            name=row["name"],
            numbers=records.words(row["numbers"]),
            hours=row["hours"],
            special=row["special"] == "yes",
            dialect="" if row["dialect"] == records.NONE else row["dialect"],
            overflow=founded.get(row["overflow"]),
        )
        founded[row["code"]] = lines.found_line(row["code"], plan=plan, by=by)
    for row in records.rows("skills"):
        lines.give_skill(
            people[row["person"]],
            line=founded.get(row["line"]),
            dialect="" if row["dialect"] == records.NONE else row["dialect"],
            level=int(row["level"]),
            by=by,
        )
    return founded

"""The ground of the sample town: its areas, its catalogue, its units, its lines, laid by the same acts as anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hotline.areas import actions as areas
from hotline.areas.models import Area
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import Service
from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.departments.models import Unit
from hotline.lines import actions as lines
from hotline.lines.models import Line
from hotline.lines.plans import Plan
from hotline.notices import actions as notices
from hotline.outbox import actions as outbox
from hotline.people.models import Person
from hotline.replies import actions as replies

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


def found_units(
    people: Mapping[str, Person],
    areas: Mapping[str, Area],
    services: Mapping[str, Service],
    *,
    by: Person,
) -> dict[str, Unit]:
    """Found the units behind the line, appoint their people, say what each answers for; return them by code."""
    founded: dict[str, Unit] = {}
    for row in records.rows("units"):
        unit = founded[row["code"]] = departments.found_unit(
            row["name"],
            short=row["short"],
            parent=founded.get(row["parent"]),
            group="" if row["group"] == records.NONE else row["group"],
            telephone=row["telephone"],
            by=by,
        )
        for name in records.words(row["people"]):
            part = Part.HEAD if name.startswith("*") else Part.LIAISON
            departments.appoint(unit, person=people[name.lstrip("*")], part=part, by=by)
    groups = {one.group.code: one.group for one in services.values()}
    for row in records.rows("remits"):
        departments.assign_remit(
            founded[row["lead"]],
            service=services.get(row["service"]),
            group=groups.get(row["group"]),
            area=areas.get(row["area"]),
            co_units=[founded[code] for code in records.words(row["co"])],
            from_on=date.fromisoformat(row["from_on"]),
            why=row["why"],
            by=by,
        )
    return founded


def reach_units(people: Mapping[str, Person], units: Mapping[str, Unit], *, by: Person) -> None:
    """Write down where units' people are reached, what programme is told beside them, and the words they keep for replies."""
    for row in records.rows("reach"):
        telephone, mailbox = (
            "" if row[one] == records.NONE else row[one] for one in ("telephone", "mailbox")
        )
        notices.set_reach(people[row["person"]], telephone=telephone, mailbox=mailbox, by=by)
    for row in records.rows("hooks"):
        whose = units[row["unit"]].about
        outbox.add_hook(name=row["name"], address=row["address"], whose=whose, by=by)
    for row in records.rows("templates"):
        replies.keep(
            units[row["unit"]],
            title=row["title"],
            account=row["account"],
            answer=row["answer"],
            by=people[row["by"]],
        )


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

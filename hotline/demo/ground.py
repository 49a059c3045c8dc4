"""The ground of the sample town: its areas and its catalogue, laid by the same acts as anywhere."""

from __future__ import annotations

from hotline.areas import actions as areas
from hotline.areas.models import Area
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import Service
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

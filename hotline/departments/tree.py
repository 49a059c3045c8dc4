"""Which units lie below which: the two questions that every guard asks, each one statement. Writes nothing."""

from __future__ import annotations

from django.db import connection

_BELOW = """WITH RECURSIVE known(id) AS (
    {start}
    UNION SELECT part.id FROM departments_unit part JOIN known ON part.parent_id = known.id
) SELECT id FROM known"""
_UNIT = _BELOW.format(start="SELECT %s::bigint")
_PERSON = _BELOW.format(
    start="SELECT unit_id FROM departments_liaison WHERE person_id = %s AND ended_at IS NULL"
)


def below(unit_pk: int) -> set[int]:
    """Return the keys of a unit and of all units below it."""
    return _keys(_UNIT, unit_pk)


def of_person(person_pk: int | None) -> set[int]:
    """Return the keys of the units that somebody speaks for, and of all below them."""
    return set() if person_pk is None else _keys(_PERSON, person_pk)


def _keys(statement: str, pk: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        return {key for (key,) in cursor.fetchall()}

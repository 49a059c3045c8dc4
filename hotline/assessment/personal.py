"""What the tables of assessment hold of people: nothing but keys; what was said stands in the journal."""

from __future__ import annotations

from hotline.personal import Table

from .models import Exclusion, Month, Objection, Standing, Weight

TABLES = (
    Table(Month, others={"terms": "numbers of the line"}),
    Table(
        Standing,
        others={
            "name": "a unit's name",
            "group": "which units are ranked together",
            "counts": "numbers of a unit",
            "assignments": "keys",
            "abouts": "marks",
            "hits": "marks",
            "left_out": "keys",
            "left_out_abouts": "marks",
            "left_out_hits": "marks",
        },
    ),
    Table(Objection, part_of="assignment"),
    Table(Exclusion, part_of="assignment"),
    Table(
        Weight,
        others={
            "group": "which units are ranked together",
            "why": "why the line changed a number",
        },
    ),
)
"""What each holds, and how it is erased."""

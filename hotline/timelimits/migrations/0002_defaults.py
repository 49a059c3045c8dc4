"""What holds from the first day: the time limits of the national rules, with the house's own beside them, and office hours.

Frozen here as rows; a line changes them as any other rule, from a day on.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

FIRST = date(2012, 1, 1)
NATIONAL, HOUSE = "12345", "house"
URGENT = 3
KINDS = ("question", "help", "complaint", "suggestion")

LIMITS = [
    # clock, kind, urgency, storm, length, whence
    ("sign", "", None, False, "1 working day", NATIONAL),
    ("sign", "", URGENT, False, "30 min", NATIONAL),
    ("return", "", None, False, "2 working days", NATIONAL),
    ("contact", "", None, False, "1 working day", HOUSE),
    ("contact", "", URGENT, False, "2 h", HOUSE),
    ("reply", "", None, False, "5 working days", HOUSE),
    ("reply", "", URGENT, False, "24 h", NATIONAL),
    ("reply", "question", None, False, "2 working days", NATIONAL),
    ("reply", "help", None, False, "5 working days", NATIONAL),
    ("reply", "complaint", None, False, "5 working days", NATIONAL),
    ("reply", "suggestion", None, False, "10 working days", NATIONAL),
    # an urgent case is urgent whatever its kind: a kind is more exact than an urgency
    *(("reply", kind, URGENT, False, "24 h", NATIONAL) for kind in KINDS),
    ("complex", "complaint", None, False, "15 working days", NATIONAL),
    ("extension", "", None, False, "10 working days", NATIONAL),
    ("call_back", "", None, False, "1 working day", NATIONAL),
    ("objection", "", None, False, "3 working days", HOUSE),
    ("supervision", "", None, False, "2 working days", HOUSE),
    # in a storm
    ("sign", "", None, True, "2 h", HOUSE),
    ("sign", "", URGENT, True, "10 min", HOUSE),
    ("contact", "", URGENT, True, "30 min", HOUSE),
    *(("reply", kind, URGENT, True, "12 h", HOUSE) for kind in ("", *KINDS)),
]
OFFICE = "08:30-12:00、14:00-17:30"


def lay_down(apps: Any, schema_editor: Any) -> None:
    """Write the rows that nobody set."""
    del schema_editor
    limits = apps.get_model("timelimits", "TimeLimit")
    limits.objects.bulk_create(
        limits(
            clock=clock, kind=kind, urgency=urgency, storm=storm, length=length, why=whence,
            from_on=FIRST,
        )
        for clock, kind, urgency, storm, length, whence in LIMITS
    )  # fmt: skip
    hours = apps.get_model("timelimits", "OfficeHours")
    hours.objects.create(weekdays=OFFICE, moved=OFFICE, from_on=FIRST, why=HOUSE)


class Migration(migrations.Migration):
    """Lay them down once."""

    dependencies = [("timelimits", "0001_initial")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]

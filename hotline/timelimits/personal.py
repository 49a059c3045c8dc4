"""What the tables of time limits hold of people: nothing of citizens; who set a rule is a key."""

from __future__ import annotations

from hotline.personal import Table

from .models import Holiday, OfficeHours, Season, Storm, TimeLimit

WHY = "why the line set it so"
HOURS = "when an office is open"

TABLES = (
    Table(
        TimeLimit,
        others={"clock": "what is timed", "kind": "a kind of case", "length": "a length of time",
                "counting": "how days are counted", "why": WHY},
    ),
    Table(Season, others={"name": "a part of the year", "starts": "a day", "ends": "a day"}),
    Table(
        Holiday,
        others={"sort": "free or worked", "name": "a holiday", "source": "a public notice", "why": WHY},
    ),
    Table(
        OfficeHours,
        others={"weekdays": HOURS, "saturday": HOURS, "sunday": HOURS, "moved": HOURS, "why": WHY},
    ),
    Table(Storm, others={"name": "a storm's name", "why": "why a mode was switched on"}),
)  # fmt: skip

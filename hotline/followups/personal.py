"""What the tables of call-backs hold of people: nothing but what the journal keeps apart, a citizen's own words."""

from __future__ import annotations

from hotline.personal import Table

from .models import FollowUp

TABLES = (
    Table(
        FollowUp,
        part_of="case",
        others={"tried_hours": "hours of the day"},
    ),
)

"""What the clocks hold of people: nothing."""

from __future__ import annotations

from hotline.personal import Table

from .models import Deadline

TABLES = (
    Table(
        Deadline,
        others={
            "kind": "a kind's name",
            "name": "a clock's name",
            "request": "drawn by lot",
            "trouble": "what kind of fault it was",
        },
    ),
)

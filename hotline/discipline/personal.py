"""What the tables of discipline hold of people: who complained by key alone; what was said stands in the journal."""

from __future__ import annotations

from hotline.personal import Table

from .models import Card, Complaint, Evidence, Rectification

TABLES = (
    Table(Complaint, part_of="dispatch"),
    Table(Evidence, part_of="complaint"),
    Table(Card, part_of="complaint"),
    Table(Rectification, part_of="card"),
)

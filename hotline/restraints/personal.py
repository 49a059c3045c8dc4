"""What the tables of restraints hold of people: who is restrained by key alone; what was said stands in the journal."""

from __future__ import annotations

from hotline.personal import Table

from .models import Evidence, Restraint

TABLES = (Table(Restraint, caller=("caller",)), Table(Evidence, part_of="restraint"))

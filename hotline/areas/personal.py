"""What the map holds of people: nothing."""

from __future__ import annotations

from hotline.personal import Table

from .models import Area

PUBLISHED = "the map, which is published"

TABLES = (Table(Area, others=dict.fromkeys(("code", "name", "short", "initials"), PUBLISHED)),)

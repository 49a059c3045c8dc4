"""What the catalogue holds of people: nothing."""

from __future__ import annotations

from hotline.personal import Table

from .models import Group, Service

OFFERED = "what is offered, which is published"

TABLES = (
    Table(Group, others=dict.fromkeys(("code", "name", "description"), OFFERED)),
    Table(
        Service,
        others=dict.fromkeys(
            ("code", "name", "aliases", "keywords", "initials", "description", "unit", "permits"),
            OFFERED,
        ),
    ),
)

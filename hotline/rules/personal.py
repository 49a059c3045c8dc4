"""What the rules hold of people: nothing; who set a number is a key."""

from __future__ import annotations

from hotline.personal import Table

from .models import Rule

TABLES = (Table(Rule, others={"name": "a rule's name", "why": "why the line set it so"}),)

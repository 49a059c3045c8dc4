"""What the table of wishes to be called holds of people: nothing but what the journal keeps apart, what was said on the call."""

from __future__ import annotations

from hotline.personal import Table

from .models import Wish

TABLES = (Table(Wish, part_of="case", others={"because": "a word of the house"}),)

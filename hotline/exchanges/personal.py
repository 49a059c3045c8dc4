"""What the tables brought in and taken out hold of people: nothing; the catalogue, the map and the league of providers go this way."""

from __future__ import annotations

from hotline.personal import Table

from .models import Exchange

TABLES = (
    Table(
        Exchange,
        others={
            "what": "which table: the catalogue, the map, the league",
            "name": "what one of our own people called the file",
            "content": "the catalogue or the map as it was brought; until it is written, two days at most",
            "digest": "a hash",
            "told": "what changed in the catalogue or the map, which are published",
        },
    ),
)

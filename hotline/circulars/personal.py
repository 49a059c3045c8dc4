"""What the table of circulars holds of people: who stood by it and who approved it. Its words and figures are of units and numbers."""

from __future__ import annotations

from hotline.personal import Table

from .models import Circular

TABLES = (
    Table(
        Circular,
        others={
            **dict.fromkeys(("title", "opening", "findings", "asks"), "what is said to every unit"),
            "span": "one of a few",
            "figures": "numbers of the line and of units, numbers of cases",
            "marks": "keys",
        },
    ),
)
"""What it holds, and how it is erased."""

"""What the tables of lines hold of people: nothing of citizens."""

from __future__ import annotations

from hotline.personal import Table

from .models import Line, Skill

TABLES = (
    Table(
        Line,
        others={
            "code": "a word of the house",
            "name": "a line's name",
            "numbers": "the line's own numbers",
            "dialect": "a language",
            "hours": "a span of the day",
            "closed_why": "why a line is closed, told to everybody",
        },
    ),
    Table(Skill, others={"dialect": "a language"}),
)

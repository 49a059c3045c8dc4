"""What the tables of shifts hold of people: nothing of citizens; what is added in words the journal keeps apart."""

from __future__ import annotations

from hotline.personal import Table

from .models import Duty, Handover, Notice

TABLES = (
    Table(Duty),
    Table(Notice, others={"said": "what every operator says, told to everybody"}),
    Table(
        Handover,
        others={"sheet": "numbers, times and words of the house; no caller, no word of one"},
    ),
)

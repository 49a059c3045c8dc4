"""What the tables of bulletins hold of people: what the line tells all its providers; who has read, by key alone."""

from __future__ import annotations

from hotline.personal import Table

from .models import Bulletin, Receipt

TOLD = "what the line tells its providers; no citizen is named to them"

TABLES = (Table(Bulletin, others={"title": TOLD, "words": TOLD}), Table(Receipt))

"""What the table of reply templates holds of people: nothing of citizens, who kept one by key alone."""

from __future__ import annotations

from hotline.personal import Table

from .models import Template

WORDS = "what a unit answers to many citizens; none is named to another"

TABLES = (Table(Template, others={"title": WORDS, "account": WORDS, "answer": WORDS}),)

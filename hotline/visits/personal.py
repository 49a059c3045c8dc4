"""What the tables of visits hold of people: what is to be done, which may name somebody; all that was said stands in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Task, Visit

TABLES = (
    Table(Visit),
    Table(Task, part_of="visit", columns=(Column("what", _("跟进走访后的事"), Erased.STAYS),)),
)

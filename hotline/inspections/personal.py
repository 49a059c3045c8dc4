"""What the tables of inspections hold of people: what was found of a case goes with it; the rest speaks of units."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Citation, Inspection, Look

TABLES = (
    Table(
        Inspection,
        columns=(
            Column("summary", _("告诉单位查到了什么"), Erased.STAYS),
            Column("rectified", _("核对整改"), Erased.STAYS),
        ),
        others={"subject": "what a unit is looked at for"},
    ),
    Table(Look, part_of="assignment", columns=(Column("words", _("说明查到了什么")),)),
    Table(
        Citation,
        columns=(Column("grounds", _("说明事由"), Erased.STAYS),),
        others={"office": "an office, never a name"},
    ),
)
"""What each holds, and how it is erased."""

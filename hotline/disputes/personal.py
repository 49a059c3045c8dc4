"""What the tables of disputes hold of people: who advised, in office; what either side said stands in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Dispute, Opinion, Proof

TABLES = (
    Table(Dispute, part_of="dispatch"),
    Table(
        Opinion,
        part_of="dispute",
        columns=(
            Column("adviser", _("谁出的法律意见"), Erased.STAYS),
            Column("office", _("谁出的法律意见"), Erased.STAYS),
        ),
    ),
    Table(Proof, part_of="dispute"),
)

"""What the table of filings holds of people: a provider's own, as the papers and workers that come of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Filing

TABLES = (
    Table(
        Filing,
        columns=(
            Column("number", _("核对执照和证件"), Erased.STAYS),
            Column("name", _("登记师傅"), Erased.STAYS),
            Column("telephone", _("登记师傅"), Erased.STAYS),
            Column("photo", _("核对新材料，决定后即删"), Erased.STAYS),
        ),
    ),
)

"""What the tables of providers hold of people: whom the line sends, and how to reach them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Member, Offer, Provider

TABLES = (
    Table(
        Provider,
        columns=(
            Column("name", _("派给谁"), Erased.STAYS),
            Column("short_name", _("派给谁"), Erased.STAYS),
            Column("telephone", _("联系加盟企业"), Erased.STAYS),
            Column("legal_person", _("核对执照"), Erased.STAYS),
        ),
        others={"permits": "names of permits"},
    ),
    Table(
        Member,
        columns=(
            Column("telephone", _("把派单发给师傅"), Erased.STAYS),
            Column("certificates", _("派有证的师傅"), Erased.STAYS),
        ),
    ),
    Table(Offer, others={"hours": "hours of the day"}),
)

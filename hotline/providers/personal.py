"""What the tables of providers hold of people: whom the line sends, and how to reach them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Credential, Face, Member, Offer, Provider

TABLES = (
    Table(
        Provider,
        columns=(
            Column("name", _("派给谁"), Erased.STAYS),
            Column("short_name", _("派给谁"), Erased.STAYS),
            Column("telephone", _("联系加盟企业"), Erased.STAYS),
            Column("legal_person", _("核对执照"), Erased.STAYS),
            Column("address", _("走访和联系"), Erased.STAYS),
        ),
        others={"code": "drawn by lot"},
    ),
    Table(
        Member,
        columns=(Column("telephone", _("把派单发给师傅"), Erased.STAYS),),
    ),
    Table(
        Credential,
        columns=(
            Column("number", _("核对执照和证件"), Erased.STAYS),
            Column("title", _("派有证的师傅"), Erased.STAYS),
        ),
    ),
    Table(
        Face,
        label=_("师傅照片"),
        columns=(Column("jpeg", _("市民认得上门的是谁"), Erased.STAYS),),
    ),
    Table(Offer, others={"hours": "hours of the day"}),
)

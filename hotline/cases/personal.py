"""What the tables of cases hold of people: what was asked, and where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .drafts import KEPT, place
from .models import Case, Draft

TABLES = (
    Table(
        Case,
        kept="keep_words_days",
        since="closed_at",
        caller=("caller",),
        columns=(
            Column("said", _("照来电人的原话办理")),
            Column("asked", _("来电人要什么")),
            Column("address", _("上门去哪里")),
        ),
        others={
            "query_code": "drawn by lot",
            "handler": "a provider, department or line",
            "notice": "of a trouble of many: the line's own words, read out to everybody",
        },
    ),
    Table(
        Draft,
        label=_("草稿"),
        kept=KEPT,
        about=("key",),
        columns=(Column("sealed", _("还没写完的工单不丢"), Erased.ROW, place=place),),
    ),
)

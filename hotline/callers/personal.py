"""What the tables of callers hold of people: who asks. Emptied by `actions.erase` alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Caller, CallerNumber, Key

TABLES = (
    Table(
        Caller,
        kept="keep_caller_days",
        caller=("pk",),
        columns=(
            Column("name_sealed", _("怎样称呼来电人"), place=lambda row: str(row.place("name"))),
            Column(
                "wishes_sealed", _("回电时要照顾的事"), place=lambda row: str(row.place("wishes"))
            ),
            Column("title", _("怎样称呼来电人")),
            Column("dialect", _("请会说方言的人接待")),
            Column("home_area", _("派附近的企业")),
        ),
    ),
    Table(
        CallerNumber,
        kept="keep_caller_days",
        part_of="caller",
        columns=(
            Column("sealed", _("回电和回访"), Erased.ROW),
            Column("fingerprint", _("来电时认出是谁"), Erased.ROW),
            Column("fingerprint_even", _("来电时认出是谁"), Erased.ROW),
        ),
    ),
    Table(Key),
)

"""What the keys of repeated acts hold of people: the answer that somebody got, for two days."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Once
from .once import KEPT

TABLES = (
    Table(
        Once,
        label=_("重复提交的答复"),
        kept=KEPT,
        columns=(Column("answer", _("重复提交得到同样的答复"), Erased.ROW),),
        others={"key": "made up by the browser"},
    ),
)

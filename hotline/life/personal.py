"""What the engine of lives holds of people, for a short while: the answer to a repeated act, how a thing was before a step."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Before, Once
from .once import KEPT

UNDO_KEPT = timedelta(hours=2)
"""Nobody can take a step back after a minute; what is older is deleted once an hour."""

TABLES = (
    Table(
        Once,
        label=_("重复提交的答复"),
        kept=KEPT,
        columns=(Column("answer", _("重复提交得到同样的答复"), Erased.ROW),),
        others={"key": "made up by the browser"},
    ),
    Table(
        Before,
        label=_("撤销一步要用的原值"),
        kept=UNDO_KEPT,
        about=("kind", "subject"),
        columns=(Column("columns", _("一分钟内可以撤销误点的一步"), Erased.ROW),),
        others={"clocks": "keys of clocks"},
    ),
)

"""What papers hold of people: photos of their homes, their letters. Emptied by `actions.erase` alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hotline.people.queries import the_clock
from hotline.personal import Column, Erased, Table

from . import actions
from .models import Paper


def _erase(papers: Sequence[Paper]) -> None:
    """Let the house erase papers; why, the request or the rule says that it follows."""
    actions.erase(papers, by=the_clock(), why="")


TABLES = (
    Table(
        Paper,
        kept="keep_words_days",
        since="case__closed_at",
        part_of="case",
        columns=(
            Column("title", _("认出是哪一份附件")),
            Column("whole", _("照来电人的照片和文件办理"), Erased.FILE),
            Column("preview", _("不打开原件先看一眼"), Erased.FILE),
        ),
        others={"format": "what sort of file it is"},
        act=_erase,
    ),
)

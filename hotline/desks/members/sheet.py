"""The league as lines of a table: what stands in each column, in words and figures that a spreadsheet can read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.league.table import Row, Share


def head() -> list[str]:
    """Return the headings."""
    return [
        _("名次"), _("企业"), _("星级"), _("总分"), _("完工"), _("按时接单"), _("派单"), _("按时到达"),
        _("应到达"), _("回访满意"), _("已回访"), _("查实投诉"),
    ]  # fmt: skip


def line(row: Row) -> list[str]:
    """Return one provider's cells; of one who is not ranked rank, stars and score are empty."""
    found = row.figures
    numbers = [found.jobs, *_pair(found.accepted), *_pair(found.arrived), *_pair(found.satisfied)]
    return [
        "" if row.rank is None else str(row.rank),
        found.name,
        "" if row.stars is None else str(row.stars),
        "" if row.tenths is None else f"{row.tenths // 10}.{row.tenths % 10}",
        *map(str, numbers),
        str(found.complaints),
    ]


def _pair(share: Share) -> tuple[int, int]:
    return share.hits, share.of

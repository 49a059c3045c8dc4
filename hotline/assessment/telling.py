"""What units are told of months: that they may object and until when, how they were answered, that a month is out or was taken back.

A message passes many hands: neither a figure nor a word that anybody typed stands in one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.assignments.queries import HEAD
from hotline.departments.models import Unit
from hotline.journal.models import Entry
from hotline.notices import jobs as notices
from hotline.notices.wording import at
from hotline.today import month_named

from .models import Month, Objection

Text = str | Promise


@dataclass(frozen=True)
class Telling:
    """What is said after one act."""

    subject: Text
    says: Text


MONTH: dict[str, Telling] = {
    "send_out": Telling(
        _("考核核对"), _("%(month)s考核已发贵单位核对，有异议请在 %(until)s 前提出，过时不再受理。")
    ),
    "publish": Telling(_("考核发布"), _("%(month)s考核已发布，请查看。")),
    "take_back": Telling(
        _("考核收回"),
        _("%(month)s考核已收回重核，原来的成绩不算，理由请登录后看；核好后再发贵单位核对。"),
    ),
}
"""What every unit that a month counts is told after a step of it."""
OBJECTION: dict[str, Telling] = {
    "uphold": Telling(_("考核异议答复"), _("贵单位对%(month)s考核提的异议成立，答复请登录后看。")),
    "refuse": Telling(
        _("考核异议答复"), _("贵单位对%(month)s考核提的异议不成立，答复请登录后看。")
    ),
}
"""What the unit that objected is told."""


def tell_of_month(entry: Entry) -> None:
    """Tell each unit that a month counts what was done about it."""
    month = Month.objects.get(pk=entry.subject)
    units = Unit.objects.filter(standings__month=month).select_related("parent").order_by("pk")
    for unit in units:
        _tell(entry, unit, month, MONTH[entry.act], about=month.about, status=month.status)


def tell_of_answer(entry: Entry) -> None:
    """Tell the unit that objected how it was answered."""
    rows = Objection.objects.select_related("standing__month", "standing__unit__parent")
    one = rows.get(pk=entry.subject)
    telling, month = OBJECTION[entry.act], one.standing.month
    _tell(entry, one.standing.unit, month, telling, about=one.about, status=one.status)


def _tell(
    entry: Entry, unit: Unit, month: Month, telling: Telling, *, about: str, status: str
) -> None:
    until = month.object_by_at
    text = str(telling.says) % {"month": month_named(month.first_on), "until": at(until)}
    data = {
        "month": str(month), "object_by_at": until.isoformat() if until else None, "status": status,
    }  # fmt: skip
    notices.tell_of(
        entry, unit, about=about, level=HEAD, subject=str(telling.subject), text=text, data=data
    )

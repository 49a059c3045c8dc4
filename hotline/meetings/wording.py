"""How it is said why a case is stuck, and what units are told of meetings and resolutions.

A message passes many hands: it says when and where to come and by when to act, never what was talked about.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hotline.assignments.queries import HEAD
from hotline.assignments.queries import UNIT as LIAISON
from hotline.departments.models import Unit
from hotline.notices.wording import at

from .models import Meeting, Resolution
from .stuck import MEASURED, Reason

Text = str | Promise


def because(reason: str, figures: dict[str, int]) -> str:
    """Say one reason with its figure: “逾期 12 天”."""
    n = int(figures.get(MEASURED[Reason(reason)], 0))
    match reason:
        case Reason.LATE:
            return ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", n) % {"n": n}
        case Reason.DISPUTED:
            return ngettext("退单、改派 %(n)s 次", "退单、改派 %(n)s 次", n) % {"n": n}
        case Reason.SENT_BACK:
            return ngettext("退回、重办 %(n)s 次", "退回、重办 %(n)s 次", n) % {"n": n}
        case Reason.SUSPENDED:
            return ngettext("中止到期已 %(n)s 天", "中止到期已 %(n)s 天", n) % {"n": n}
        case _:
            return ngettext(
                "%(n)s 份督办没有按时答复", "%(n)s 份督办没有按时答复", n
            ) % {"n": n}  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """What is said after one act, and how far up."""

    subject: Text
    says: Text
    level: int = LIAISON


MEETING: dict[str, Telling] = {
    "call_meeting": Telling(_("会议通知"), _("请参加%(sort)s：%(when)s，%(place)s。"), HEAD),
    "invite": Telling(_("会议通知"), _("请参加%(sort)s：%(when)s，%(place)s。"), HEAD),
    "leave_out": Telling(_("会议不用参加"), _("%(when)s的%(sort)s，贵单位不用参加了。"), HEAD),
    "move": Telling(_("会议改期"), _("%(sort)s改到%(when)s，%(place)s。"), HEAD),
    "cancel": Telling(_("会议取消"), _("原定%(when)s的%(sort)s取消了。"), HEAD),
    "approve": Telling(_("会议纪要"), _("%(when)s%(sort)s的纪要已定稿，请登录看。"), HEAD),
}
"""What units are told after a step of a meeting: those that are invited, or the one that was invited or left out."""
RESOLUTION: dict[str, Telling] = {
    "give": Telling(_("议定事项"), _("会议议定一件事由贵单位办，请在 %(due)s 前报告落实。")),
    "send_back": Telling(
        _("议定事项退回"), _("贵单位报告的议定事项被退回，请在 %(due)s 前再报告。")
    ),
    "extend": Telling(_("议定事项延期"), _("议定事项延到 %(due)s。")),
    "reckon": Telling(_("议定事项时限改了"), _("放假安排改了，议定事项的时限改为 %(due)s。")),
    "warn": Telling(_("议定事项快到期"), _("议定事项快到时限（%(due)s），请抓紧报告落实。")),
    "overrun": Telling(
        _("议定事项超时"), _("议定事项超过时限（%(due)s）还没有报告落实，请马上办。"), HEAD
    ),
    "close": Telling(_("议定事项已核销"), _("贵单位报告的议定事项已核销。")),
    "drop": Telling(_("议定事项撤销"), _("议定事项已撤销，不用再办。")),
}
"""What the units of a resolution are told after its steps."""
HELPERS: dict[str, Text] = {
    "give": _("会议议定一件事由%(unit)s牵头，请贵单位配合，时限 %(due)s，由牵头单位报告。"),
    "send_back": _("贵单位配合的议定事项被退回再办，时限 %(due)s。"),
    "warn": _("贵单位配合的议定事项快到时限（%(due)s），请抓紧配合。"),
    "overrun": _("贵单位配合的议定事项超过时限（%(due)s）还没有报告落实，请马上配合。"),
    "close": _("贵单位配合的议定事项已核销。"),
}
"""What those that help are told instead."""


def of_meeting(act: str, meeting: Meeting) -> str:
    """Return the words of a message about a meeting."""
    return str(MEETING[act].says) % {
        "sort": meeting.get_sort_display(), "when": at(meeting.starts_at), "place": meeting.place,
    }  # fmt: skip


def of_resolution(act: str, resolution: Resolution, unit: Unit) -> str:
    """Return the words of a message to a unit about a resolution."""
    leads = unit.pk == resolution.unit_id
    says = RESOLUTION[act].says if leads else HELPERS.get(act, RESOLUTION[act].says)
    return str(says) % {"due": at(resolution.due_at), "unit": resolution.unit.short}

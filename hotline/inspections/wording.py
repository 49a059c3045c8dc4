"""What units are told of inspections and citations: that there is one and by when to act, never what was found."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.assignments.queries import HEAD, UNIT
from hotline.notices.wording import at

from .models import Citation, Inspection

Text = str | Promise


@dataclass(frozen=True)
class Telling:
    """What is said after one act, to the heads of the unit too."""

    subject: Text
    says: Text
    level: int = HEAD


INSPECTION: dict[str, Telling] = {
    "report": Telling(_("督查通报"), _("%(number)s已发，请登录看，在 %(due)s 前整改并答复。")),
    "find_good": Telling(_("督查结束"), _("%(number)s已结束，没有发现问题。")),
    "send_back": Telling(_("整改被退回"), _("%(number)s的整改被退回，请在 %(due)s 前再答复。")),
    "reckon": Telling(
        _("整改时限改了"), _("放假安排改了，%(number)s的整改时限改为 %(due)s。"), UNIT
    ),
    "overrun": Telling(
        _("整改超时"), _("%(number)s的整改超过时限（%(due)s）还没有答复，请马上办。")
    ),
    "close": Telling(_("督查已销号"), _("%(number)s已销号。")),
}
"""What a unit is told after a step of its inspection."""
CITATION: dict[str, Telling] = {
    "issue": Telling(_("表彰问责"), _("有一份%(sort)s决定下达贵单位，请登录看。")),
    "withdraw": Telling(_("表彰问责撤销"), _("下达贵单位的一份%(sort)s决定撤销了。")),
}
"""What it is told when it is cited."""


def of_inspection(act: str, inspection: Inspection) -> str:
    """Return the words of a message about an inspection."""
    said = {"number": inspection.number, "due": at(inspection.answer_by_at)}
    return str(INSPECTION[act].says) % said


def of_citation(act: str, citation: Citation) -> str:
    """Return the words of a message about a citation."""
    return str(CITATION[act].says) % {"sort": citation.get_sort_display()}

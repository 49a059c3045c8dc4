"""What can happen to a draw: money leaves a deposit only on two people's word, one who asks and another who approves."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import Life, Step
from hotline.providers.life import DECIDES


class Status(TextChoices):
    """Where a draw stands."""

    ASKED = "asked", _("待批准")  # one asked for it; nothing is booked yet
    APPROVED = "approved", _("已扣划")  # another approved; it is in the books
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


WHY = Words(name="why", label=_("理由"), rows=2)

LIFE = Life(
    "draw", _("扣划"), Status,
    #    step       from          to                by whose hand  button, timeline
    Step("approve",  Status.ASKED, Status.APPROVED,  DECIDES,       _("批准扣划"), _("已批准"), tone="danger"),
    Step("refuse",   Status.ASKED, Status.REFUSED,   DECIDES,       _("不批准"), _("未批准"), (WHY,)),
    Step("withdraw", Status.ASKED, Status.WITHDRAWN, DECIDES,       _("撤回"), _("已撤回"), (WHY,)),
    first=Status.ASKED,
)  # fmt: skip

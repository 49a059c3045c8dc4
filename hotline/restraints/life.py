"""What can happen to somebody who abuses the line: noted, limited, barred, each by another hand than the one before.

The ladder is design/domain.md's: with evidence, an approver and an end; nobody climbs it without a call that shows why, and
nobody judges what he wrote down himself.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Count, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import DESK, STAFF, Role


class Status(TextChoices):
    """Where a restraint stands."""

    NOTED = "noted", _("已登记")  # an operator wrote it down; nothing follows yet
    LIMITED = "limited", _("限制来电")  # is answered after the others, until its day
    BARRED = "barred", _("停接来电")  # is not answered, but for emergencies, until its day
    OVER = "over", _("已到期")  # its day has come
    LIFTED = "lifted", _("已解除")  # taken back before its day, upon an appeal or by itself
    DISMISSED = "dismissed", _("不成立")  # there was nothing in it


STANDING = (Status.LIMITED, Status.BARRED)
OPEN = (Status.NOTED, *STANDING)
DECIDES = Role.LEADER
WHY = Words(name="why", label=_("理由"), rows=2)
DAYS = Count(name="days", label=_("几天"), most=365)

LIFE = Life(
    "restraint", _("来电限制"), Status,
    #    step           from           to                by whose hand  button, timeline
    Step("limit",       Status.NOTED,  Status.LIMITED,   DECIDES,       _("限制来电"), _("已限制来电"), (DAYS, WHY), tone="danger"),
    Step("bar",         Status.LIMITED, Status.BARRED,   DECIDES,       _("停接来电"), _("已停接来电"), (DAYS, WHY), tone="danger"),
    Step("run_out",     STANDING,      Status.OVER,      Role.CLOCK,    _("到期"), _("到期解除")),
    # what happens meanwhile
    Step("add_evidence", OPEN,         STAYS,            DESK,          _("又有恶意来电"), _("又有恶意来电"),
         (WHY,), part=True),
    Step("appeal",      STANDING,      STAYS,            STAFF,         _("登记申诉"), _("本人申诉"),
         (Words(name="words", label=_("本人怎么说"), rows=3),)),
    Step("uphold",      STANDING,      STAYS,            DECIDES,       _("申诉后维持"), _("申诉后维持"), (WHY,)),
    # the other ends
    Step("lift",        STANDING,      Status.LIFTED,    DECIDES,       _("解除"), _("已解除"), (WHY,)),
    Step("dismiss",     Status.NOTED,  Status.DISMISSED, DECIDES,       _("不成立"), _("不成立"), (WHY,)),
    first=Status.NOTED,
)  # fmt: skip

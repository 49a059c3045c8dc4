"""What can happen to a month of assessment, to a unit's objection to it, and to leaving an assignment out.

A month runs, is drafted by the clock when it is over, goes to the units, which may object for a term, and is published. Nobody
publishes it while an objection or an exclusion waits for an answer. Its numbers are taken from the assignments while it is a draft alone:
what units were asked about does not change under their eyes.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a month stands."""

    RUNNING = "running", _("进行中")  # it is not over, or its answers are still coming in
    DRAFT = "draft", _("草稿")  # counted; only the line's own people read it
    OPEN = "open", _("待单位核对")  # each unit reads its own, and may object
    HEARD = "heard", _("核对期满")  # no more objections
    PUBLISHED = "published", _("已发布")  # every unit reads all


class Objected(TextChoices):
    """Where an objection stands."""

    OPEN = "open", _("待答复")
    UPHELD = "upheld", _("异议成立")
    REFUSED = "refused", _("异议不成立")
    WITHDRAWN = "withdrawn", _("已撤回")


class Excluded(TextChoices):
    """Where an exclusion stands."""

    ASKED = "asked", _("待批准")  # one asked for it; it counts as before
    APPROVED = "approved", _("已剔除")  # another approved
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")
    LIFTED = "lifted", _("已恢复计入")  # it was left out, and counts again


JUDGES = Role.LEADER | Role.ADMIN
"""Who answers for a month: counts it, hears objections, publishes it."""
WHY = Words(name="why", label=_("理由"), rows=2)
ANSWER = Words(name="answer", label=_("给单位的答复"), rows=3)
SENT_OUT = (Status.OPEN, Status.HEARD, Status.PUBLISHED)
"""While units read a month: nothing but what is left out changes a figure then."""

LIFE = Life(
    "month", _("月度考核"), Status,
    #    step         from              to                by whose hand        button, timeline
    Step("draft",     Status.RUNNING,   Status.DRAFT,     JUDGES | Role.CLOCK, _("出草稿"), _("已出草稿"), tone="line"),
    Step("send_out",  Status.DRAFT,     Status.OPEN,      JUDGES,              _("发各单位核对"), _("已发各单位核对"), tone="line"),
    Step("end_term",  Status.OPEN,      Status.HEARD,     Role.CLOCK,          _("核对期满"), _("核对期满")),
    Step("publish",   Status.HEARD,     Status.PUBLISHED, JUDGES,              _("发布"), _("已发布"), tone="line"),
    # the ways back
    Step("count_anew", Status.DRAFT,    STAYS,            JUDGES,              _("重新取数"), _("重新取了数")),
    Step("take_back", SENT_OUT,         Status.DRAFT,     JUDGES,              _("收回重核"), _("已收回重核"), (WHY,), tone="danger"),
    first=Status.RUNNING,
)  # fmt: skip

OBJECTION = Life(
    "objection", _("考核异议"), Objected,
    #    step       from           to                  by whose hand     button, timeline
    Step("uphold",  Objected.OPEN, Objected.UPHELD,    JUDGES,           _("异议成立"), _("异议成立"), (ANSWER,), tone="line"),
    Step("refuse",  Objected.OPEN, Objected.REFUSED,   JUDGES,           _("异议不成立"), _("异议不成立"), (ANSWER,)),
    Step("withdraw", Objected.OPEN, Objected.WITHDRAWN, Role.DEPARTMENT, _("撤回异议"), _("已撤回"), (WHY,)),
    first=Objected.OPEN,
)  # fmt: skip

EXCLUSION = Life(
    "exclusion", _("考核剔除"), Excluded,
    #    step       from               to                  by whose hand  button, timeline
    Step("approve", Excluded.ASKED,    Excluded.APPROVED,  JUDGES,        _("批准剔除"), _("已批准剔除"), tone="line"),
    Step("refuse",  Excluded.ASKED,    Excluded.REFUSED,   JUDGES,        _("不批准"), _("未批准"), (WHY,)),
    Step("withdraw", Excluded.ASKED,   Excluded.WITHDRAWN, JUDGES,        _("撤回申请"), _("已撤回"), (WHY,)),
    Step("lift",    Excluded.APPROVED, Excluded.LIFTED,    JUDGES,        _("恢复计入"), _("已恢复计入"), (WHY,), tone="danger"),
    first=Excluded.ASKED,
)  # fmt: skip

"""What can happen to a bulletin: it is posted, read by each provider that it went to, and over on its day."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a bulletin stands."""

    POSTED = "posted", _("有效")  # its providers have it before them
    OVER = "over", _("已过期")  # its last day has gone
    WITHDRAWN = "withdrawn", _("已撤回")  # it was wrong, or is not needed any more


WRITES = Role.LEADER | Role.ADMIN

LIFE = Life(
    "bulletin", _("通知"), Status,
    #    step       from           to                by whose hand        button, timeline
    Step("confirm", Status.POSTED, STAYS,            Role.PROVIDER,       _("已阅知"), _("已阅知"), tone="line"),
    Step("remind",  Status.POSTED, STAYS,            WRITES | Role.CLOCK, _("提醒没读的"), _("已提醒")),
    Step("withdraw", Status.POSTED, Status.WITHDRAWN, WRITES,             _("撤回"), _("已撤回"),
         (Words(name="why", label=_("理由"), rows=2),), tone="danger"),
    Step("run_out", Status.POSTED, Status.OVER,      Role.CLOCK,          _("到期"), _("已过期")),
    first=Status.POSTED,
)  # fmt: skip

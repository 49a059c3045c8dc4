"""What can happen to a circular: drafted with its figures, its words edited, submitted, approved by another, published.

Who wrote a circular does not approve it. What is published keeps its figures and its words; a wrong one is withdrawn, with a reason that
all who read it see, and a new one may be drafted for the same time.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Count, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Span(TextChoices):
    """How long a time a circular is about."""

    DAY = "day", _("日报")
    WEEK = "week", _("周报")
    MONTH = "month", _("月报")


class Status(TextChoices):
    """Where a circular stands."""

    DRAFT = "draft", _("草稿")  # counted; its words may be edited
    SUBMITTED = "submitted", _("待审批")  # whoever wrote it stands by it
    APPROVED = "approved", _("已批准")  # another agrees; nobody outside reads it yet
    PUBLISHED = "published", _("已发布")  # every unit reads it
    WITHDRAWN = "withdrawn", _("已撤回")  # something in it was wrong
    DROPPED = "dropped", _("不发")  # nobody needs this one


WRITES = Role.LEADER | Role.REVIEWER | Role.ADMIN
"""Who writes circulars."""
DECIDES = Role.LEADER | Role.ADMIN
"""Who approves and publishes them."""
OUT = (Status.PUBLISHED, Status.WITHDRAWN)
"""What units read, marked where it was withdrawn."""
GONE = (Status.WITHDRAWN, Status.DROPPED)
"""In whose stead another may be drafted."""

WHY = Words(name="why", label=_("理由"), rows=2)
WORDING = (
    Words(name="title", label=_("标题"), rows=1, most=80),
    Words(name="opening", label=_("导语"), rows=4),
    Words(name="findings", label=_("突出情况"), rows=6, required=False, hint=_("一行一条")),
    Words(name="asks", label=_("工作要求"), rows=6, required=False, hint=_("一行一条")),
    Count(name="seen", label=_("改的是第几版"), required=False, most=1_000_000),
)
"""What is written in words. `seen` is the version that the writer had before him: two do not overwrite each other."""

LIFE = Life(
    "circular", _("通报"), Status,
    #    step       from              to                by whose hand  button, timeline
    Step("submit",  Status.DRAFT,     Status.SUBMITTED, WRITES,        _("送审"), _("已送审"), tone="line"),
    Step("approve", Status.SUBMITTED, Status.APPROVED,  DECIDES,       _("批准"), _("已批准"), tone="line"),
    Step("publish", Status.APPROVED,  Status.PUBLISHED, DECIDES,       _("发布"), _("已发布"), tone="line"),
    # while it is a draft
    Step("edit",    Status.DRAFT,     STAYS,            WRITES,        _("改文字"), _("改了文字"), WORDING),
    Step("recount", Status.DRAFT,     STAYS,            WRITES,        _("重新取数"), _("重新取了数")),
    Step("reword",  Status.DRAFT,     STAYS,            WRITES,        _("用新草稿"), _("换成了新草稿的文字")),
    # the ways back
    Step("send_back", (Status.SUBMITTED, Status.APPROVED), Status.DRAFT, DECIDES, _("退回修改"), _("已退回修改"), (WHY,)),
    Step("drop",    (Status.DRAFT, Status.SUBMITTED), Status.DROPPED, DECIDES, _("不发"), _("不发了"), (WHY,), tone="danger"),
    Step("withdraw", Status.PUBLISHED, Status.WITHDRAWN, DECIDES,      _("撤回"), _("已撤回"), (WHY,), tone="danger"),
    first=Status.DRAFT,
)  # fmt: skip

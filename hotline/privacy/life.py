"""What can happen to a request to be forgotten: one person writes it down, another decides, the house does it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a request stands."""

    ASKED = "asked", _("待批准")  # somebody wrote it down; somebody else must agree
    GRANTED = "granted", _("待清除")  # agreed; done as soon as nothing of the person's is under way
    DONE = "done", _("已清除")  # nothing is left but keys, statuses and times
    REFUSED = "refused", _("不予清除")  # the person was told why


OPEN = (Status.ASKED, Status.GRANTED)
DECIDES = Role.ADMIN | Role.AUDITOR

LIFE = Life(
    "erasure", _("清除申请"), Status,
    #    step           from            to               by whose hand  button, timeline
    Step("grant",       Status.ASKED,   Status.GRANTED,  DECIDES,       _("批准清除"), _("已批准清除"), tone="danger"),
    Step("carry_out",   Status.GRANTED, Status.DONE,     Role.CLOCK,    _("清除"), _("已清除"), part=True),
    # the other end
    Step("refuse",      OPEN,           Status.REFUSED,  DECIDES,       _("不予清除"), _("不予清除"),
         (Words(name="why", label=_("怎样答复申请人")),)),
    first=Status.ASKED,
)  # fmt: skip

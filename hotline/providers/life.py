"""What can happen to a provider, from the application to the last day.

The way in is design/domain.md's: applied, vetted, on trial, signed. Whoever read the papers is not who lets it in
(`actions.try_out`); whoever was expelled may ask again only after a term (`actions.apply_again`).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Day, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """How a provider stands with the line."""

    APPLIED = "applied", _("申请中")  # asks to be let in; nobody has read its papers
    CHECKED = "checked", _("资料已核")  # its papers were read and are good
    VISITED = "visited", _("已走访")  # somebody has seen where it works
    TRIAL = "trial", _("试用")  # is sent, and watched
    SIGNED = "signed", _("签约")  # has a contract with a term
    SUSPENDED = "suspended", _("停派")  # is not sent for now
    LEFT = "left", _("已退出")  # went of itself, or its contract ended
    REFUSED = "refused", _("未通过")  # was not let in
    EXPELLED = "expelled", _("已清退")  # was sent off for its faults


MAY_BE_SENT = (Status.TRIAL, Status.SIGNED)
COMING = (Status.APPLIED, Status.CHECKED, Status.VISITED)
"""Those that are not let in yet."""
WITHIN = (*MAY_BE_SENT, Status.SUSPENDED)
"""Those that are members."""
GONE = (Status.LEFT, Status.REFUSED, Status.EXPELLED)

VETS = Role.REVIEWER | Role.LEADER | Role.ADMIN
DECIDES = Role.LEADER | Role.ADMIN
WHY = Words(name="why", label=_("理由"), rows=2)
SEEN = Words(name="seen", label=_("看到什么"), rows=3)
UNTIL = Day(name="until_on", label=_("合同到期日"))

LIFE = Life(
    "provider", _("加盟企业"), Status,
    #    step           from               to                 by whose hand        button, timeline
    Step("check",       Status.APPLIED,    Status.CHECKED,    VETS,                _("资料核对无误"), _("资料已核对"),
         (SEEN,), tone="line"),
    Step("visit",       Status.CHECKED,    Status.VISITED,    VETS,                _("登记走访"), _("已走访"), (SEEN,), tone="line"),
    Step("try_out",     Status.VISITED,    Status.TRIAL,      DECIDES,             _("批准试用"), _("开始试用"), (WHY,), tone="line"),
    Step("sign",        Status.TRIAL,      Status.SIGNED,     DECIDES,             _("签约"), _("已签约"), (UNTIL,), tone="line"),
    Step("renew",       Status.SIGNED,     STAYS,             DECIDES,             _("续签"), _("已续签"), (UNTIL,)),
    # what happens meanwhile
    Step("suspend",     MAY_BE_SENT,       Status.SUSPENDED,  DECIDES | Role.CLOCK, _("停派"), _("已停派"), (WHY,), tone="danger"),
    Step("resume",      Status.SUSPENDED,  Status.SIGNED,     DECIDES,             _("恢复派单"), _("已恢复派单"), (WHY,)),
    Step("resume_trial", Status.SUSPENDED, Status.TRIAL,      DECIDES,             _("恢复试用"), _("已恢复试用"), (WHY,)),
    # the ends, and the way back from them
    Step("refuse",      (*COMING, Status.TRIAL), Status.REFUSED, DECIDES,          _("不予通过"), _("未通过"), (WHY,), tone="danger"),
    Step("leave",       WITHIN,            Status.LEFT,       DECIDES | Role.CLOCK, _("退出"), _("已退出"), (WHY,), tone="danger"),
    Step("expel",       WITHIN,            Status.EXPELLED,   DECIDES | Role.CLOCK, _("清退"), _("已清退"),
         (WHY,), tone="danger", part=True),
    # an expulsion that rested on a card which was overturned is lifted
    Step("readmit",     Status.EXPELLED,   Status.SIGNED,     DECIDES | Role.CLOCK, _("恢复签约"), _("清退撤销，恢复签约"),
         (WHY,), part=True),
    Step("readmit_trial", Status.EXPELLED, Status.TRIAL,      DECIDES | Role.CLOCK, _("恢复试用"), _("清退撤销，恢复试用"),
         (WHY,), part=True),
    Step("apply_again", GONE,              Status.APPLIED,    VETS | Role.CITIZEN, _("重新申请"), _("重新申请"), (WHY,)),
    first=Status.APPLIED,
)  # fmt: skip

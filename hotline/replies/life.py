"""What can happen to a reply template: it is kept, written anew, dropped. Only its unit's own people do so."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a template stands."""

    KEPT = "kept", _("可用")  # offered where a reply is written
    DROPPED = "dropped", _("已停用")


NO_NAMES = _("会给许多市民看：不要写姓名、电话、住址")

ASKS = (
    Words(name="title", label=_("叫什么"), rows=1, most=40),
    Words(name="account", label=_("办理情况"), required=False, rows=3),
    Words(name="answer", label=_("公开答复"), rows=4, hint=NO_NAMES),
)

LIFE = Life(
    "template", _("答复模板"), Status,
    #    step      from            to              by whose hand    button, timeline
    Step("rewrite", Status.KEPT,   STAYS,          Role.DEPARTMENT, _("改写"), _("已改写"), ASKS),
    Step("drop",    Status.KEPT,   Status.DROPPED, Role.DEPARTMENT, _("停用"), _("已停用"), tone="danger"),
    Step("restore", Status.DROPPED, Status.KEPT,   Role.DEPARTMENT, _("恢复使用"), _("已恢复使用")),
    first=Status.KEPT,
)  # fmt: skip

"""What can happen to a call-back."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.cases.life import Result
from hotline.life.asks import Pick, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a call-back stands."""

    DUE = "due", _("待回访")  # the citizen is to be asked
    ASKED = "asked", _("已回访")  # the citizen has said how it was
    UNREACHABLE = "unreachable", _("联系不上")  # three tries, nobody took the call
    DROPPED = "dropped", _("不必回访")  # the case went another way


class Liking(TextChoices):
    """How content the citizen is, in the words asked on the telephone."""

    VERY = "very", _("很满意")
    CONTENT = "content", _("满意")
    SO_SO = "so_so", _("基本满意")
    NOT = "not", _("不满意")


class YesNo(TextChoices):
    """A plain answer."""

    YES = "yes", _("是")
    NO = "no", _("否")


CALLING_BACK = Role.OPERATOR | Role.LEADER | Role.CALLBACK

ASKS = (
    Pick(name="answered", label=_("有人联系、有答复"), of=YesNo),
    Pick(name="solved", label=_("问题解决了"), of=YesNo),
    Pick(name="attitude", label=_("态度"), of=Liking),
    Pick(name="outcome", label=_("结果"), of=Liking),
    Pick(name="speed", label=_("速度"), of=Liking),
    Words(name="words", label=_("市民原话"), required=False),
    Pick(name="result", label=_("工单结果"), of=Result, start=Result.SOLVED),
    Words(name="why", label=_("值班长说明"), required=False, rows=1,
          hint=_("不满意或未解决而不重办时，由值班长写明理由")),
)  # fmt: skip

RATING = (
    Pick(name="solved", label=_("问题解决了"), of=YesNo, required=False),
    Pick(name="outcome", label=_("结果"), of=Liking),
    Pick(name="attitude", label=_("态度"), of=Liking, required=False),
    Pick(name="speed", label=_("速度"), of=Liking, required=False),
    Words(name="words", label=_("市民原话"), required=False),
)  # fmt: skip
"""What a citizen says without being asked; what he leaves out stays open."""

LIFE = Life(
    "followup", _("回访"), Status,
    #    step        from         to                  by whose hand             button, timeline
    Step("ask",       Status.DUE, Status.ASKED,       CALLING_BACK,             _("记回访"), _("已回访"), ASKS, tone="line"),
    Step("rate",      Status.DUE, Status.ASKED,       Role.CITIZEN,             _("评价"), _("市民已评价"), RATING),
    Step("try_again", Status.DUE, STAYS,              CALLING_BACK,             _("没打通"), _("没打通")),
    Step("give_up",   Status.DUE, Status.UNREACHABLE, CALLING_BACK,             _("联系不上"), _("联系不上")),
    Step("drop",      Status.DUE, Status.DROPPED,     Role.CLOCK | Role.LEADER, _("不必回访"), _("不必回访")),
    Step("overrun",   Status.DUE, STAYS,              Role.CLOCK,               _("超时"), _("回访超时")),
    first=Status.DUE,
)  # fmt: skip

"""What can happen to an assignment, from the sending to the citizen's word, and to what its unit asks of the line.

A lead answers for all: those who help (CO) and sub-units (SUB) have assignments of their own below it, whose reply it
gathers. What a plea does to the clock stands in `EFFECT`; who decides one never belongs to the unit.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Count, Day, Moment, Pick, Tick, Which, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where an assignment stands."""

    SENT = "sent", _("待签收")  # the unit has not said yet that it has it
    SIGNED = "signed", _("办理中")
    REPLIED = "replied", _("待审核")  # of a part: its lead has it
    ACCEPTED = "accepted", _("待回访")  # the reply is good; the citizen is to be asked
    ENDED = "ended", _("已办结")
    RETURNED = "returned", _("已退单")  # not its own: back at the desk
    MOVED = "moved", _("已改派")  # another unit has it
    WITHDRAWN = "withdrawn", _("已收回")  # nobody needs it any more


class Part(TextChoices):
    """What a unit is to the case."""

    LEAD = "lead", _("主办")
    CO = "co", _("协办")
    SUB = "sub", _("下派")


class Truth(TextChoices):
    """Whether it is as the citizen said."""

    YES = "yes", _("属实")
    PARTLY = "partly", _("部分属实")
    NO = "no", _("不属实")


class YesNo(TextChoices):
    """A plain answer."""

    YES = "yes", _("是")
    NO = "no", _("否")


class Level(TextChoices):
    """Who is told that a unit is supervised."""

    ONE = "1", _("一级：单位负责人")
    TWO = "2", _("二级：分管领导")
    THREE = "3", _("三级：主要领导")


class Asked(TextChoices):
    """What a unit asks of the line."""

    RETURN = "return", _("退单")
    EXTEND = "extend", _("延期")
    SUSPEND = "suspend", _("中止")
    WAIT = "wait", _("等市民")


class PleaStatus(TextChoices):
    """Where a plea stands."""

    ASKED = "asked", _("待审批")
    GRANTED = "granted", _("同意")
    REFUSED = "refused", _("不同意")
    BINDING = "binding", _("最终裁定")  # it is theirs, and they cannot ask again
    WITHDRAWN = "withdrawn", _("已撤回")


class Stood(TextChoices):
    """Why a clock stood."""

    CITIZEN = "citizen", _("等市民")
    SUSPENDED = "suspended", _("中止")
    RETURN = "return", _("退单审批")
    REVIEW = "review", _("热线审核")
    DECIDING = "deciding", _("申请待审批")


EFFECT = {
    Asked.RETURN: _("审批期间计时停止；不同意的，停止的时间不算"),
    Asked.EXTEND: _("审批期间不算超时；同意的，时限加上批准的天数；不同意的，时限不变"),
    Asked.SUSPEND: _("同意的，从申请时起计时停止，到核查日恢复"),
    Asked.WAIT: _("同意的，从申请时起计时停止，市民答复或到期恢复"),
}
"""What each does to the clock. While one that was asked in time is undecided, no clock of the unit runs out."""

AT_WORK = (Status.SENT, Status.SIGNED)
"""The unit has something to do."""
OPEN = (*AT_WORK, Status.REPLIED)
"""Somebody is on it: a case has at most one lead that is."""
WORKED = (Status.REPLIED, Status.ACCEPTED, Status.ENDED)
"""The unit has replied."""

LINE = Role.OPERATOR | Role.LEADER
DECIDES = Role.REVIEWER | Role.LEADER
SENDS = LINE | Role.REVIEWER
"""Who gives a case to a unit, to another one, to more of them, and takes it back."""
UNIT = Role.DEPARTMENT | LINE
"""The unit on its page, or the operator who has it on the telephone."""
URGES = SENDS | Role.CALLBACK
CLOCK = Role.CLOCK

WHY = Words(name="why", label=_("理由"), rows=2)
TASK = Words(name="task", label=_("要它做什么"), rows=2)
SAYS_WHO = _("承办单位看得到这段话")

REPLY = (
    Pick(name="is_true", label=_("是否属实"), of=Truth),
    Tick(name="beyond_duty", label=_("超出本单位职责")),
    Moment(name="contacted_at", label=_("什么时候联系了市民"), required=False, hint=_("已经记过联系的不用填")),
    Words(name="contacted_from", label=_("用哪个号码联系的"), required=False, rows=1, most=30),
    Words(name="why_no_contact", label=_("没有联系市民的原因"), required=False, rows=1),
    Pick(name="solved", label=_("问题解决了"), of=YesNo),
    Words(name="why_not", label=_("未解决的原因"), required=False, rows=2, hint=_("没有解决时必填")),
    Words(name="account", label=_("办理情况"), rows=4, hint=_("只给热线和上级看，市民看不到")),
    Words(name="answer", label=_("公开答复"), rows=4, hint=_("答复市民的话：不要写姓名、电话、住址")),
    Words(name="why_alone", label=_("协办还没答复，为什么先反馈"), required=False, rows=2),
)  # fmt: skip

LIFE = Life(
    "assignment", _("交办"), Status,
    #    step         from            to                by whose hand  button, timeline
    Step("sign",      Status.SENT,    Status.SIGNED,    UNIT,          _("签收"), _("已签收"), tone="line"),
    Step("contact",   AT_WORK,        STAYS,            UNIT,          _("记联系市民"), _("联系了市民"),
         (Words(name="contacted_from", label=_("用哪个号码联系的"), rows=1, most=30),
          Moment(name="contacted_at", label=_("什么时候"), required=False, hint=_("不填就是现在")),
          Words(name="said", label=_("市民怎么说"), required=False, rows=2))),
    Step("reply",     Status.SIGNED,  Status.REPLIED,   UNIT,          _("办理反馈"), _("已反馈"), REPLY, tone="line"),
    Step("accept",    Status.REPLIED, Status.ACCEPTED,  DECIDES,       _("审核通过"), _("审核通过"), tone="line"),
    Step("send_back", Status.REPLIED, Status.SIGNED,    DECIDES | Role.DEPARTMENT, _("退回重办"), _("审核退回"),
         (Words(name="why", label=_("哪里不行"), rows=2, hint=SAYS_WHO),)),
    Step("conclude",  Status.REPLIED, Status.ENDED,     DECIDES | CLOCK, _("并入主办反馈"), _("已并入主办反馈"), part=True),
    Step("end",       Status.ACCEPTED, Status.ENDED,    CLOCK,         _("办结"), _("已办结")),
    # done again
    Step("redo",      Status.ACCEPTED, Status.SIGNED,   CLOCK,         _("返工"), _("答复被退回，须重办"), part=True),
    Step("do_again",  (Status.ACCEPTED, Status.ENDED), Status.SIGNED, LINE | CLOCK, _("重办"), _("市民不满意，重办"), (WHY,)),
    # what the unit asks: the line decides (`PLEA`)
    Step("ask_return", AT_WORK,       STAYS,            UNIT,          _("申请退单"), _("申请退单"),
         (WHY, Which(name="to", label=_("应当归哪个单位"), of="departments.Unit", keep="in_service", required=False))),
    Step("ask_extension", Status.SIGNED, STAYS,         UNIT,          _("申请延期"), _("申请延期"),
         (Count(name="days", label=_("延几个工作日"), most=365), WHY)),
    Step("ask_suspension", Status.SIGNED, STAYS,        UNIT,          _("申请中止"), _("申请中止"),
         (WHY, Words(name="plan", label=_("以后怎么办"), rows=3), Day(name="check_on", label=_("哪天核查")))),
    Step("ask_wait",  Status.SIGNED,  STAYS,            UNIT,          _("申请等市民"), _("申请等市民"),
         (Words(name="why", label=_("等市民做什么"), rows=2),)),
    Step("resume",    AT_WORK,        STAYS,            UNIT | DECIDES | CLOCK, _("恢复计时"), _("恢复计时"), (WHY,)),
    # with others
    Step("share",     AT_WORK,        STAYS,            SENDS,         _("加协办"), _("加了协办"),
         (Which(name="unit", label=_("协办单位"), of="departments.Unit", keep="in_service"), TASK)),
    Step("give_down", AT_WORK,        STAYS,            UNIT,          _("下派"), _("下派了"),
         (Which(name="unit", label=_("下级单位"), of="departments.Unit", keep="in_service"), TASK)),
    Step("move",      AT_WORK,        Status.MOVED,     SENDS,         _("改派"), _("已改派"),
         (Which(name="to", label=_("改派给"), of="departments.Unit", keep="in_service"), WHY)),
    # the line watches
    Step("urge",      OPEN,           STAYS,            URGES | CLOCK, _("催办"), _("催办"),
         (Words(name="words", label=_("催什么"), required=False, rows=2, hint=SAYS_WHO),)),
    Step("supervise", OPEN,           STAYS,            DECIDES,       _("督办"), _("督办"),
         (Pick(name="level", label=_("级别"), of=Level), Words(name="demand", label=_("督办要求"), rows=3, hint=SAYS_WHO))),
    Step("answer_supervision", OPEN,  STAYS,            UNIT,          _("答复督办"), _("答复了督办"),
         (Words(name="words", label=_("怎么落实的"), rows=3),)),
    Step("go_up",     OPEN,           STAYS,            CLOCK,         _("升级督办"), _("退回次数过多，升级督办")),
    Step("warn",      AT_WORK,        STAYS,            CLOCK,         _("临期提醒"), _("快到期，已提醒"), part=True),
    Step("overrun",   OPEN,           STAYS,            CLOCK,         _("超时"), _("已超时"), part=True),
    Step("tell_leader", AT_WORK,      STAYS,            CLOCK,         _("逾期上报"), _("长时间超时，已报值班长")),
    Step("reckon",    AT_WORK,        STAYS,            CLOCK,         _("重算时限"), _("放假安排改了，时限已重算"), part=True),
    Step("reckon_answer", OPEN,       STAYS,            CLOCK,         _("重算督办时限"), _("放假安排改了，督办答复时限已重算"), part=True),
    # what a decided plea brings about, and evidence
    Step("extend",    AT_WORK,        STAYS,            DECIDES,       _("延期"), _("已延期"), part=True),
    Step("stand",     AT_WORK,        STAYS,            DECIDES,       _("停止计时"), _("计时停止"), part=True),
    Step("go_on",     AT_WORK,        STAYS,            DECIDES | UNIT, _("计时继续"), _("计时继续"), part=True),
    Step("follow",    OPEN,           STAYS,            CLOCK, _("随主办"), _("主办的计时变了，时限随主办"), part=True),
    Step("spare",     AT_WORK,        STAYS,            CLOCK, _("随主办等审批"), _("主办的申请待审批，办理暂不算超时"), part=True),
    Step("count_on",  AT_WORK,        STAYS,            CLOCK, _("随主办照算"), _("主办的申请审批完了，办理时限照算"), part=True),
    Step("bind",      AT_WORK,        STAYS,            Role.LEADER,   _("裁定"), _("最终裁定归该单位"), part=True),
    Step("give_back", AT_WORK,        Status.RETURNED,  DECIDES,       _("退单"), _("已退单"), (WHY,), part=True),
    Step("add_evidence", OPEN,        STAYS,            UNIT | DECIDES, _("加佐证"), _("加了佐证"), part=True),
    # the other end
    Step("withdraw",  OPEN,           Status.WITHDRAWN, SENDS | CLOCK, _("收回交办"), _("已收回"), (WHY,), tone="danger"),
    Step("let_go",    (*OPEN, Status.ACCEPTED), Status.WITHDRAWN, CLOCK, _("收回交办"), _("工单另有去向，已收回"), (WHY,), part=True),
    first=Status.SENT,
)  # fmt: skip

RULING = Words(name="why", label=_("审批意见"), rows=2, hint=SAYS_WHO)
MAY_RULE = Words(name="why", label=_("审批意见"), rows=2, required=False, hint=SAYS_WHO)

PLEA = Life(
    "plea", _("申请"), PleaStatus,
    #    step         from              to                  by whose hand  button, timeline
    Step("grant",     PleaStatus.ASKED, PleaStatus.GRANTED, DECIDES,       _("同意"), _("同意了"),
         (Count(name="days", label=_("延几个工作日"), required=False, most=365, hint=_("只对延期；不填就按申请的天数")),
          MAY_RULE), tone="line"),
    Step("grant_to",  PleaStatus.ASKED, PleaStatus.GRANTED, DECIDES,       _("同意退单，改派"), _("同意退单，已改派"),
         (Which(name="to", label=_("改派给"), of="departments.Unit", keep="in_service"), MAY_RULE)),
    Step("refuse",    PleaStatus.ASKED, PleaStatus.REFUSED, DECIDES,       _("不同意"), _("不同意"), (RULING,)),
    Step("rule_finally", PleaStatus.ASKED, PleaStatus.BINDING, Role.LEADER, _("最终裁定：归该单位"), _("最终裁定：归该单位"),
         (RULING,), tone="danger"),
    Step("withdraw",  PleaStatus.ASKED, PleaStatus.WITHDRAWN, UNIT | CLOCK, _("撤回申请"), _("已撤回申请")),
    first=PleaStatus.ASKED,
)  # fmt: skip

OF_RETURN = ("grant_to", "rule_finally")
"""Steps of a plea that only a return has."""

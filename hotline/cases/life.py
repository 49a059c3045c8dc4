"""What can happen to a case, from the first word to the last."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Pick, Tick, Which, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a case stands."""

    OPEN = "open", _("待派")  # written down; nobody has it yet
    IN_HAND = "in_hand", _("在办")  # a provider, department or line has it
    ANSWERED = "answered", _("待回访")  # they say it is done; the caller has not been asked
    CLOSED = "closed", _("已办结")  # the caller was asked, or could not be reached
    DECLINED = "declined", _("不受理")  # not ours; the caller was told where to go
    WITHDRAWN = "withdrawn", _("已撤回")  # the caller wants nothing any more
    JOINED = "joined", _("已并单")  # the same matter as another, which goes on
    PASSED = "passed", _("已转紧急")  # an emergency: 110, 119, 120 or 122 has it
    VOID = "void", _("作废")  # written down by mistake


ALIVE = (Status.OPEN, Status.IN_HAND, Status.ANSWERED)


class Result(TextChoices):
    """How a case ended for its caller."""

    SOLVED = "solved", _("已解决")
    HELPED = "helped", _("已帮助")
    EXPLAINED = "explained", _("已解释")
    NOT_SOLVED = "not_solved", _("未解决")


STANDS = (Result.HELPED, Result.EXPLAINED)
"""Results that a caller's "not solved" does not open again (story 4)."""


class NotOurs(TextChoices):
    """Why a line may not take a case (domain.md, "Not taken")."""

    COURT = "court", _("已进入诉讼、仲裁")
    DISCIPLINE = "discipline", _("应由纪检监察受理")
    PETITION = "petition", _("应走信访渠道")
    CONCLUDED = "concluded", _("已办结且无新情况")
    SECRET = "secret", _("涉及国家秘密、商业秘密、个人隐私")
    ELSEWHERE = "elsewhere", _("不属本地管辖")


class Emergency(TextChoices):
    """Whom an emergency is passed to."""

    POLICE = "110", _("110 公安")
    FIRE = "119", _("119 消防")
    AMBULANCE = "120", _("120 急救")
    TRAFFIC = "122", _("122 交警")


ANYBODY = Role.OPERATOR | Role.LEADER
HANDLER = ANYBODY | Role.PROVIDER | Role.DEPARTMENT | Role.REVIEWER
"""A reviewer, because a department's reply is an answer when he lets it pass."""
CALLING_BACK = ANYBODY | Role.CALLBACK
HOUSE = Role.CLOCK

ANSWER = Words(name="answer", label=_("答复"))
WHY = Words(name="why", label=_("原因"))
HOW_IT_WAS_SAID = Words(name="words", label=_("来电人怎么说"), required=False, rows=2)
RESULT = Pick(name="result", label=_("结果"), of=Result)
WHY_NOT = Words(name="why", label=_("未解决的原因"), required=False, hint=_("结果为“未解决”时必填"))


LIFE = Life(
    "case", _("工单"), Status,
    #    step              from              to                by whose hand       button, timeline
    Step("hand_over",      (Status.OPEN, Status.IN_HAND), Status.IN_HAND,   ANYBODY | HOUSE,    _("交办"), _("已交办"), part=True),
    Step("answer",         Status.IN_HAND,   Status.ANSWERED,  HANDLER,            _("反馈"), _("已反馈"),
         (ANSWER,), part=True),
    Step("close",          Status.ANSWERED,  Status.CLOSED,    CALLING_BACK | Role.CITIZEN, _("办结"), _("已办结"),
         (RESULT, WHY_NOT)),
    Step("note",           tuple(Status),    STAYS,            CALLING_BACK | Role.REVIEWER, _("备注"), _("备注"),
         (Words(name="note", label=_("备注")),), key="N"),
    Step("urge",           ALIVE,            STAYS,            CALLING_BACK | Role.CITIZEN, _("催办"), _("来电催办"),
         (HOW_IT_WAS_SAID,)),
    Step("overrun",        Status.OPEN,      STAYS,            HOUSE,              _("超时"), _("无人接手，已超时")),
    Step("add_word",       ALIVE,            STAYS,            Role.CITIZEN,       _("补充"), _("市民补充"),
         (Words(name="words", label=_("补充什么")),)),
    # answered by the operator himself
    Step("answer_at_once", Status.OPEN,      Status.CLOSED,    ANYBODY,            _("直接答复"), _("已直接答复"),
         (RESULT, ANSWER, WHY_NOT), key="Alt+A", undo=(Status.OPEN,)),
    # the ways back
    Step("take_back",      Status.IN_HAND,   Status.OPEN,      ANYBODY | HOUSE,    _("收回"), _("已收回待派"),
         (WHY,)),
    Step("run_out",        Status.IN_HAND,   Status.OPEN,      HOUSE,              _("无人可派"),
         _("没有企业接单"), (WHY,), part=True),
    Step("acknowledge",    Status.OPEN,      STAYS,            ANYBODY,            _("知道了"), _("已知道没有人接")),
    Step("send_back",      Status.ANSWERED,  Status.IN_HAND,   ANYBODY | Role.REVIEWER, _("退回重办"), _("已退回重办"),
         (WHY,)),
    Step("do_again",       Status.ANSWERED,  Status.OPEN,      CALLING_BACK | Role.CITIZEN, _("重办"), _("重新待派"),
         (WHY,)),
    Step("reopen",         (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN), Status.OPEN,
         CALLING_BACK | Role.CITIZEN, _("重开"), _("已重开"), (WHY,),
         undo=(Status.CLOSED, Status.DECLINED, Status.WITHDRAWN)),
    # the other ends
    Step("decline",        Status.OPEN,      Status.DECLINED,  ANYBODY,            _("不受理"), _("不受理"),
         (Pick(name="ground", label=_("依据"), of=NotOurs), Words(name="why", label=_("告诉来电人怎么办"))), tone="danger",
         undo=(Status.OPEN,)),
    Step("pass_on",        (Status.OPEN, Status.IN_HAND), Status.PASSED, ANYBODY,  _("转紧急"), _("已转紧急"),
         (Pick(name="to", label=_("转给"), of=Emergency),), tone="danger", undo=(Status.OPEN,)),
    Step("withdraw",       (Status.OPEN, Status.IN_HAND), Status.WITHDRAWN, ANYBODY | Role.CITIZEN, _("撤回"), _("已撤回"),
         (WHY,), tone="danger", undo=(Status.OPEN,)),
    Step("make_void",      Status.OPEN,      Status.VOID,      ANYBODY,            _("作废"), _("已作废"),
         (WHY,), tone="danger", undo=(Status.OPEN,)),
    # one matter in several cases, several matters in one
    Step("join",           (Status.OPEN, Status.IN_HAND), Status.JOINED, ANYBODY,  _("并单"), _("已并入"),
         (Which(name="into", label=_("并入工单"), of="cases.Case", keep="alive", named="numbered"),
          Tick(name="wants_no_call", label=_("来电人不用回电"))), undo=(Status.OPEN,)),
    Step("separate",       Status.JOINED,    Status.OPEN,      ANYBODY | HOUSE,    _("拆回"), _("已从并单拆回"),
         (WHY,), undo=(Status.JOINED,)),
    Step("split",          ALIVE,            STAYS,            ANYBODY,            _("拆单"), _("拆出另一件"),
         (Words(name="said", label=_("另一件说了什么")),)),
    # what the main case brings about for those joined to it
    Step("share_answer",   Status.JOINED,    Status.ANSWERED,  HOUSE,              _("随主单答复"), _("主单已答复，待回访"), part=True),
    Step("wait_again",     Status.ANSWERED,  Status.JOINED,    HOUSE,              _("随主单重办"), _("主单重办，继续等"), part=True),
    Step("share_end",      Status.JOINED,    Status.CLOSED,    HOUSE,              _("随主单办结"), _("随主单办结"), part=True),
    # a trouble of many: what is read out, and one answer for all
    Step("declare",        (Status.OPEN, Status.IN_HAND), STAYS, ANYBODY,          _("列为突发事件"), _("列为突发事件"),
         (Words(name="notice", label=_("口径：读给来电人听"), most=500),), undo=(Status.OPEN, Status.IN_HAND)),
    Step("call_off",       ALIVE,            STAYS,            ANYBODY,            _("解除突发"), _("已解除突发"),
         undo=ALIVE),
    Step("answer_all",     (Status.OPEN, Status.IN_HAND), Status.ANSWERED, ANYBODY, _("答复全部"), _("已答复全部来电人"),
         (Pick(name="result", label=_("结果"), of=Result, start=Result.SOLVED), ANSWER), tone="line"),
    # a secret case whose address somebody must know
    Step("consent",        ALIVE,            STAYS,            CALLING_BACK,       _("同意提供地址"), _("来电人同意提供地址"),
         (Words(name="words", label=_("来电人怎么说"), rows=2),), undo=(Status.OPEN,)),
    Step("revoke",         ALIVE,            STAYS,            CALLING_BACK,       _("收回同意"), _("来电人收回同意"),
         (HOW_IT_WAS_SAID,)),
    first=Status.OPEN,
)  # fmt: skip

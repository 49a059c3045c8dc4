"""What can happen to a complaint about a provider, to the card that a founded one brings, and to the plan that a red card asks for.

Both sides are heard before anybody decides; who opened a complaint does not decide it, a grave fault takes two, and an appeal
is judged by somebody who did neither (`actions`).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Day, Pick, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import DESK, Role

from .cards import Fault


class Status(TextChoices):
    """Where a complaint stands."""

    OPENED = "opened", _("待受理")  # somebody, or the house itself, says that something was wrong
    VERIFYING = "verifying", _("核实中")  # both sides are asked
    GRAVE = "grave", _("一次否决待批")  # one has found a grave fault, another must approve
    FOUNDED = "founded", _("属实")  # there is a card for it
    UNFOUNDED = "unfounded", _("不属实")
    DISMISSED = "dismissed", _("不作处理")  # nothing in it, or nothing for us
    SET_ASIDE = "set_aside", _("申诉后撤销")  # its card was overturned


class CardStatus(TextChoices):
    """Where a card stands."""

    GIVEN = "given", _("已发出")
    APPEALED = "appealed", _("申诉中")  # counts until somebody says otherwise
    UPHELD = "upheld", _("申诉后维持")
    OVERTURNED = "overturned", _("已撤销")  # as if it had never been given


class PlanStatus(TextChoices):
    """Where a rectification stands."""

    OWED = "owed", _("待交方案")
    HANDED_IN = "handed_in", _("方案待审")
    ACCEPTED = "accepted", _("整改中")
    DONE = "done", _("已整改")
    DROPPED = "dropped", _("不必整改")


class Way(TextChoices):
    """How a citizen hears what became of a complaint."""

    CALL = "call", _("打电话说了")
    MESSAGE = "message", _("发短信")


OPEN = (Status.OPENED, Status.VERIFYING, Status.GRAVE)
DECIDED = (Status.FOUNDED, Status.UNFOUNDED, Status.DISMISSED, Status.SET_ASIDE)
PROVIDER_KNOWS = (
    Status.VERIFYING,
    Status.GRAVE,
    Status.FOUNDED,
    Status.UNFOUNDED,
    Status.SET_ASIDE,
)
"""From when on a provider is told that there is something; what nobody takes up it need not hear of."""
COUNTING = (CardStatus.GIVEN, CardStatus.APPEALED, CardStatus.UPHELD)

VERIFIES = DESK | Role.REVIEWER
EITHER = Role.PROVIDER | VERIFIES
"""The provider on its page, or whoever has it on the telephone."""
DECIDES = Role.LEADER | Role.ADMIN
LINE = Role.OPERATOR | Role.LEADER

WHY = Words(name="why", label=_("理由"), rows=2)
VERDICT = Words(
    name="why", label=_("理由"), rows=2, hint=_("企业看得到这段话：不要写来电人的姓名、电话。")
)
FAULT = Pick(name="fault", label=_("错在哪里"), of=Fault)
QUESTION = Words(
    name="question",
    label=_("要企业说明什么"),
    rows=3,
    hint=_("企业看得到这段话：不要写来电人的姓名、电话。"),
)

COMPLAINT = Life(
    "complaint", _("投诉"), Status,
    #    step           from              to                by whose hand   button, timeline
    Step("take_up",     Status.OPENED,    Status.VERIFYING, VERIFIES,       _("受理并问企业"), _("已受理，请企业说明"),
         (QUESTION,), tone="line"),
    Step("hear_citizen", Status.VERIFYING, STAYS,           VERIFIES,       _("记市民的话"), _("问了市民"),
         (Words(name="words", label=_("市民怎么说"), rows=3),)),
    Step("answer",      Status.VERIFYING, STAYS,            EITHER,         _("记企业的话"), _("企业作了说明"),
         (Words(name="words", label=_("企业怎么说"), rows=3),)),
    Step("find_true",   Status.VERIFYING, Status.FOUNDED,   DECIDES,        _("属实，发牌"), _("查实，已发牌"),
         (FAULT, VERDICT), tone="line"),
    Step("find_untrue", (Status.VERIFYING, Status.GRAVE), Status.UNFOUNDED, DECIDES, _("不属实"), _("查明不属实"), (VERDICT,)),
    Step("tell",        DECIDED,          STAYS,            DESK,           _("告诉市民"), _("已告诉市民"),
         (Pick(name="way", label=_("怎么告诉"), of=Way, start=Way.CALL), Words(name="words", label=_("说了什么"), rows=3)), tone="line"),
    Step("rework",      Status.FOUNDED,   STAYS,            LINE,           _("请原企业返工"), _("请原企业返工")),
    # the veto: two people, one after the other
    Step("find_grave",  Status.VERIFYING, Status.GRAVE,     DECIDES,        _("提请一次否决"), _("认定严重，提请一次否决"),
         (FAULT, VERDICT), tone="danger"),
    Step("veto",        Status.GRAVE,     Status.FOUNDED,   DECIDES,        _("批准一次否决"), _("批准一次否决，清退"),
         (VERDICT,), tone="danger"),
    Step("find_ordinary", Status.GRAVE,   Status.FOUNDED,   DECIDES,        _("按一般有责发牌"), _("按一般有责发牌"), (VERDICT,)),
    # what happens meanwhile
    Step("add_evidence", (Status.VERIFYING, Status.GRAVE), STAYS, VERIFIES, _("加证据"), _("加了证据"), (WHY,), part=True),
    Step("stay_silent", Status.VERIFYING, STAYS,            Role.CLOCK,     _("逾时"), _("企业逾时没有说明")),
    Step("overrun",     (*OPEN, *DECIDED), STAYS,           Role.CLOCK,     _("超时"), _("投诉办理超时")),
    # the other ends
    Step("dismiss",     (Status.OPENED, Status.VERIFYING), Status.DISMISSED, DECIDES, _("不作处理"), _("不作处理"), (WHY,)),
    Step("set_aside",   Status.FOUNDED,   Status.SET_ASIDE, DECIDES,        _("撤销"), _("申诉成立，撤销"), (WHY,), part=True),
    first=Status.OPENED,
)  # fmt: skip

CARD = Life(
    "card", _("牌"), CardStatus,
    Step("appeal",      CardStatus.GIVEN, CardStatus.APPEALED, EITHER,      _("申诉"), _("企业申诉"),
         (Words(name="words", label=_("为什么不该发这张牌"), rows=4),)),
    Step("uphold",      CardStatus.APPEALED, CardStatus.UPHELD, DECIDES,    _("申诉后维持"), _("申诉后维持"), (VERDICT,)),
    Step("overturn",    CardStatus.APPEALED, CardStatus.OVERTURNED, DECIDES, _("撤销这张牌"), _("申诉成立，牌已撤销"), (VERDICT,)),
    # what follows from other cards and from time
    Step("recolour",    COUNTING,         STAYS,            Role.CLOCK,     _("改牌"), _("因另一张牌撤销而改"), part=True),
    Step("run_out",     COUNTING,         STAYS,            Role.CLOCK,     _("到期"), _("到期，不再累计")),
    Step("linger",      CardStatus.APPEALED, STAYS,         Role.CLOCK,     _("超时"), _("申诉逾时没有答复")),
    first=CardStatus.GIVEN,
)  # fmt: skip

RECTIFICATION = Life(
    "rectification", _("整改"), PlanStatus,
    Step("hand_in",     PlanStatus.OWED,  PlanStatus.HANDED_IN, EITHER,     _("交整改方案"), _("已交整改方案"),
         (Words(name="plan", label=_("怎么整改"), rows=4),), tone="line"),
    Step("accept",      PlanStatus.HANDED_IN, PlanStatus.ACCEPTED, VERIFIES | DECIDES, _("方案可行"), _("方案已通过"),
         (Day(name="until_on", label=_("哪天以前整改完")),), tone="line"),
    Step("send_back",   PlanStatus.HANDED_IN, PlanStatus.OWED, VERIFIES | DECIDES, _("退回重写"), _("方案退回重写"), (VERDICT,)),
    Step("complete",    PlanStatus.ACCEPTED, PlanStatus.DONE, VERIFIES | DECIDES, _("整改到位"), _("整改到位"),
         (Words(name="seen", label=_("看到什么"), rows=3),), tone="line"),
    Step("fall_behind", (PlanStatus.OWED, PlanStatus.ACCEPTED), STAYS, Role.CLOCK, _("超时"), _("整改逾时")),
    Step("drop",        (PlanStatus.OWED, PlanStatus.HANDED_IN, PlanStatus.ACCEPTED), PlanStatus.DROPPED,
         Role.CLOCK | DECIDES, _("不必整改"), _("不必整改"), (WHY,), part=True),
    first=PlanStatus.OWED,
)  # fmt: skip

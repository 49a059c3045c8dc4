"""What can happen to a dispute: opened, both sides heard, the legal adviser's opinion, settled, paid; or it ends elsewhere.

Nobody settles what the adviser has not seen, and the adviser sees nothing before both sides were heard (`actions.advise`).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Day, Money, Pick, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import DESK, Role
from hotline.providers.life import DECIDES, VETS


class Status(TextChoices):
    """Where a dispute stands."""

    OPEN = "open", _("听取双方")  # both sides are being heard
    ADVISED = "advised", _("已出法律意见")  # the adviser has said what he thinks
    DUE = "due", _("待赔付")  # settled for the citizen: the provider owes an amount by a day
    PAID = "paid", _("已赔付")  # the provider has paid it
    DRAWN = "drawn", _("已从保证金赔付")
    DISMISSED = "dismissed", _("不予赔付")  # settled for the provider
    WITHDRAWN = "withdrawn", _("市民撤回")
    COURT = "court", _("另行起诉")  # the citizen went to court: it ends outside


GOING = (Status.OPEN, Status.ADVISED, Status.DUE)
"""Not ended: a dispatch has at most one of these."""


class About(TextChoices):
    """What the citizen says is wrong."""

    PRICE = "price", _("价格争议")
    DAMAGE = "damage", _("损坏赔偿")
    WORK = "work", _("做坏退款")


class Kind(TextChoices):
    """What the provider owes when it is settled for the citizen."""

    REFUND = "refund", _("退款")
    COMPENSATION = "compensation", _("赔偿")


OPENS = DESK | VETS
WHY = Words(name="why", label=_("理由"), rows=3)
HEARD = _("企业看不到")
TOLD = _("企业看得到，不要写市民是谁")

LIFE = Life(
    "dispute", _("争议"), Status,
    #    step           from             to                by whose hand    button, timeline
    Step("hear_citizen", Status.OPEN,    STAYS,            OPENS | Role.CITIZEN, _("记市民说法"), _("市民说法"),
         (Words(name="words", label=_("市民怎么说"), rows=4, hint=HEARD),)),
    Step("answer",      Status.OPEN,     STAYS,            OPENS | Role.PROVIDER, _("企业答复"), _("企业答复"),
         (Words(name="words", label=_("企业怎么说"), rows=4),)),
    Step("advise",      (Status.OPEN, Status.ADVISED), Status.ADVISED, VETS, _("登记法律意见"), _("法律意见"),
         (Words(name="adviser", label=_("法律顾问"), rows=1, most=40),
          Words(name="office", label=_("身份（如：律师，某某律所）"), rows=1, most=60),
          Day(name="given_on", label=_("意见日期")),
          Words(name="opinion", label=_("意见"), rows=6, most=4000, hint=_("登记后不能改；有补充，再登记一份"))), tone="line"),
    Step("settle",      Status.ADVISED,  Status.DUE,       DECIDES,         _("裁定赔付"), _("裁定赔付"),
         (Pick(name="kind", label=_("怎么赔"), of=Kind, start=Kind.REFUND), Money(name="amount", label=_("金额（元）")),
          Words(name="why", label=_("理由"), rows=3, hint=TOLD)), tone="line"),
    Step("pay",         Status.DUE,      Status.PAID,      OPENS,           _("登记已赔付"), _("已赔付"),
         (Words(name="receipt", label=_("凭据（收条、转账记录）"), rows=2),), tone="line"),
    Step("draw",        Status.DUE,      Status.DRAWN,     Role.CLOCK,      _("扣划到账"), _("已从保证金赔付"), part=True),
    # the other ends
    Step("dismiss",     Status.ADVISED,  Status.DISMISSED, DECIDES,         _("不予赔付"), _("不予赔付"),
         (Words(name="why", label=_("理由"), rows=3, hint=TOLD),)),
    Step("withdraw",    (Status.OPEN, Status.ADVISED), Status.WITHDRAWN, OPENS, _("市民撤回"), _("市民撤回"), (WHY,)),
    Step("go_to_court", GOING,           Status.COURT,     OPENS,           _("市民另行起诉"), _("市民另行起诉"), (WHY,), tone="danger"),
    # what happens meanwhile
    Step("add_evidence", GOING,          STAYS,            OPENS,           _("作为证据"), _("添加证据"), part=True),
    Step("ask_draw",    Status.DUE,      STAYS,            DECIDES,         _("申请从保证金扣划"), _("申请从保证金扣划"), (WHY,)),
    Step("fail_to_draw", Status.DUE,     STAYS,            Role.CLOCK,      _("没有扣划"), _("没有扣划"), part=True),
    Step("overrun",     Status.DUE,      STAYS,            Role.CLOCK,      _("逾期"), _("逾期未赔付"), part=True),
    first=Status.OPEN,
)  # fmt: skip

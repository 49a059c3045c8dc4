"""What can happen to a course, and to one worker's place in it, from the enrolment to the certificate."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Day, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.providers.life import VETS


class Status(TextChoices):
    """Where a course stands."""

    PLANNED = "planned", _("已安排")
    HELD = "held", _("已开课")  # who came is written down
    CALLED_OFF = "called_off", _("已取消")


class PlaceStatus(TextChoices):
    """Where one worker's place in a course stands."""

    ENROLLED = "enrolled", _("已报名")
    ATTENDED = "attended", _("已到课")  # came, and has not been examined
    ABSENT = "absent", _("缺课")
    PASSED = "passed", _("合格")  # has a certificate until a day
    FAILED = "failed", _("不合格")
    WITHDRAWN = "withdrawn", _("证书已撤销")


WHY = Words(name="why", label=_("理由"), rows=2)
UNTIL = Day(name="until_on", label=_("证书有效至"))

LIFE = Life(
    "course", _("培训"), Status,
    #    step        from            to                 by whose hand  button, timeline
    Step("hold",     Status.PLANNED, Status.HELD,       VETS,          _("登记到课"), _("已开课"), tone="line"),
    Step("examine",  Status.HELD,    STAYS,             VETS,          _("登记考核"), _("已考核"), (UNTIL,), tone="line"),
    Step("move",     Status.PLANNED, STAYS,             VETS,          _("改日子"), _("改了日子"),
         (Day(name="held_on", label=_("改到哪天")), WHY)),
    Step("call_off", Status.PLANNED, Status.CALLED_OFF, VETS,          _("取消培训"), _("已取消"), (WHY,), tone="danger"),
    first=Status.PLANNED,
)  # fmt: skip

PLACES = Life(
    "place", _("参训"), PlaceStatus,
    #    step       from                                         to                     by whose hand  button, timeline
    Step("attend",  (PlaceStatus.ENROLLED, PlaceStatus.ABSENT),  PlaceStatus.ATTENDED,  VETS, _("到课"), _("已到课"), tone="line"),
    Step("certify", (PlaceStatus.ATTENDED, PlaceStatus.FAILED),  PlaceStatus.PASSED,    VETS, _("合格发证"), _("合格，已发证"),
         (UNTIL,), tone="line"),
    # the other ends
    Step("miss",    PlaceStatus.ENROLLED,                        PlaceStatus.ABSENT,    VETS, _("没有来"), _("缺课")),
    Step("fail",    PlaceStatus.ATTENDED,                        PlaceStatus.FAILED,    VETS, _("不合格"), _("不合格")),
    Step("withdraw", PlaceStatus.PASSED,                         PlaceStatus.WITHDRAWN, VETS, _("撤销证书"), _("证书已撤销"),
         (WHY,), tone="danger"),
    first=PlaceStatus.ENROLLED,
)  # fmt: skip

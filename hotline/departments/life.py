"""What can happen to a unit, and to a word of a unit that a remit is not its own.

A unit is appointed people, moved, retired. A contest is ruled by a leader; his ruling binds: the unit cannot contest the
same remit again as long as it has it (`actions.contest`), and everybody who is proposed the unit reads it.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Pick, Which, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import DESK, RIGHTS, Role


class Status(TextChoices):
    """How a unit stands."""

    IN_SERVICE = "in_service", _("在册")  # cases can be given to it
    RETIRED = (
        "retired",
        _("已撤销"),
    )  # dissolved or merged into another: nothing goes to it any more


class Part(TextChoices):
    """What somebody is to his unit."""

    HEAD = "head", _("负责人")
    LIAISON = "liaison", _("联络员")


class Contested(TextChoices):
    """How a contest stands."""

    OPEN = "open", _("待裁定")  # the unit says that it is not its own; nobody has ruled
    UPHELD = "upheld", _("仍归该单位")  # it is: this binds
    MOVED = "moved", _("改归别的单位")  # it is another's: this binds the other
    WITHDRAWN = "withdrawn", _("已撤回")


RULED = (Contested.UPHELD, Contested.MOVED)
MANAGES = RIGHTS["manage_departments"]
"""Who keeps the list of units and what each answers for."""
CONTESTS = DESK | Role.REVIEWER | Role.ADMIN | Role.DEPARTMENT
"""Who says that a remit is not a unit's: the unit's own people, or the line in its name."""
WHY = Words(name="why", label=_("理由"), rows=2, most=500)
BINDS = Words(
    name="why", label=_("裁定理由"), rows=3, most=500,
    hint=_("以后再推荐这个单位时一起显示；单位不能就同一项职责再提争议"),
)  # fmt: skip
UNIT = Which(name="unit", label=_("改归哪个单位"), of="departments.Unit", keep="in_service")

LIFE = Life(
    "unit", _("承办单位"), Status,
    #    step       from                to                 by whose hand  button, timeline
    Step("appoint", Status.IN_SERVICE,  STAYS,             MANAGES,       _("任命联络人"), _("任命联络人"),
         (Which(name="person", label=_("账号"), of="people.Person", keep="clerks"),
          Pick(name="part", label=_("身份"), of=Part, start=Part.LIAISON))),
    Step("dismiss", tuple(Status),      STAYS,             MANAGES,       _("免去"), _("免去联络人"),
         (Which(name="liaison", label=_("联络人"), of="departments.Liaison", keep="standing"),)),
    Step("move",    Status.IN_SERVICE,  STAYS,             MANAGES,       _("调整上级"), _("调整上级"),
         (Which(name="parent", label=_("新的上级"), of="departments.Unit", keep="in_service", required=False,
                hint=_("不选，就没有上级")), WHY)),
    # the end, and the way back
    Step("retire",  Status.IN_SERVICE,  Status.RETIRED,    MANAGES,       _("撤销单位"), _("已撤销"), (WHY,), tone="danger"),
    Step("restore", Status.RETIRED,     Status.IN_SERVICE, MANAGES,       _("恢复单位"), _("已恢复"), (WHY,)),
    first=Status.IN_SERVICE,
)  # fmt: skip

CONTEST = Life(
    "contest", _("职责争议"), Contested,
    #    step       from             to                   by whose hand  button, timeline
    Step("uphold",  Contested.OPEN,  Contested.UPHELD,    MANAGES,       _("裁定仍归该单位"), _("裁定仍归该单位"), (BINDS,), tone="line"),
    Step("reassign", Contested.OPEN, Contested.MOVED,     MANAGES,       _("裁定改归别的单位"), _("裁定改归别的单位"), (UNIT, BINDS)),
    Step("withdraw", Contested.OPEN, Contested.WITHDRAWN, CONTESTS,      _("撤回争议"), _("撤回争议"), (WHY,)),
    first=Contested.OPEN,
)  # fmt: skip

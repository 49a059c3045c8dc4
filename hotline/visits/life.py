"""What can happen to a visit, and to a task that follows from one.

Every provider that is within is visited again after so many days (the rule `visit_days`); what is owed to whom is asked in
`queries`. Admission has a visit of its own, a step of the provider's.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Day, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import STAFF, Role
from hotline.providers.life import VETS


class Status(TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("已约定")  # for a day, by somebody
    DONE = "done", _("已走访")  # what they said and what was seen is written down
    CALLED_OFF = "called_off", _("已取消")  # nobody goes


class TaskStatus(TextChoices):
    """Where a task stands."""

    OPEN = "open", _("待办")
    DONE = "done", _("已办好")
    DROPPED = "dropped", _("不办了")


WHY = Words(name="why", label=_("理由"), rows=2)

LIFE = Life(
    "visit", _("走访"), Status,
    #    step        from            to                 by whose hand  button, timeline
    Step("report",   Status.PLANNED, Status.DONE,       VETS,          _("登记走访"), _("已走访"),
         (Day(name="visited_on", label=_("哪天去的")), Words(name="heard", label=_("企业说了什么"), rows=4),
          Words(name="seen", label=_("看到了什么"), rows=4)), tone="line"),
    Step("move",     Status.PLANNED, STAYS,             VETS,          _("改日子"), _("改了日子"),
         (Day(name="plan_on", label=_("改到哪天")), WHY)),
    Step("call_off", Status.PLANNED, Status.CALLED_OFF, VETS,          _("取消走访"), _("已取消"), (WHY,), tone="danger"),
    Step("miss",     Status.PLANNED, STAYS,             Role.CLOCK,    _("过了日子"), _("过了日子还没有去")),
    first=Status.PLANNED,
)  # fmt: skip

TASKS = Life(
    "task", _("走访后的任务"), TaskStatus,
    #    step        from             to                  by whose hand  button, timeline
    Step("finish",   TaskStatus.OPEN, TaskStatus.DONE,    STAFF,         _("办好了"), _("已办好"),
         (Words(name="how", label=_("怎么办好的"), rows=2),), tone="line"),
    Step("hand_on",  TaskStatus.OPEN, STAYS,              VETS,          _("转给别人"), _("转给了别人"), (WHY,), part=True),
    Step("postpone", TaskStatus.OPEN, STAYS,              VETS,          _("延期"), _("已延期"),
         (Day(name="due_on", label=_("延到哪天")), WHY)),
    Step("drop",     TaskStatus.OPEN, TaskStatus.DROPPED, VETS,          _("不办了"), _("不办了"), (WHY,), tone="danger"),
    Step("overrun",  TaskStatus.OPEN, STAYS,              Role.CLOCK,    _("超时"), _("到期没有办好")),
    first=TaskStatus.OPEN,
)  # fmt: skip

"""What can happen to storm mode: it is switched on by a leader, and off again."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a storm stands."""

    ON = "on", _("开着")  # what starts now goes by the storm's rules
    OFF = "off", _("已关闭")  # it goes by the ordinary rules again


SWITCHES = Role.LEADER
"""Who switches storm mode on, and says when it is over."""

LIFE = Life(
    "storm", _("风暴模式"), Status,
    #    step          from       to          by whose hand  button, timeline
    Step("note",       Status.ON, STAYS,      SWITCHES,      _("补充情况"), _("补充了情况"),
         (Words(name="said", label=_("情况"), rows=2, most=500),)),
    Step("switch_off", Status.ON, Status.OFF, SWITCHES,      _("关闭风暴模式"), _("关闭了"),
         (Words(name="why", label=_("为什么关闭"), rows=2, most=500),), tone="danger"),
    first=Status.ON,
)  # fmt: skip

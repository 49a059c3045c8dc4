"""What can happen to an absence: it stands until its end, or until somebody says that the provider is back."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.steps import Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where an absence stands."""

    STANDS = "stands", _("已登记")  # between its two times the provider is sent nowhere
    ENDED = "ended", _("已结束")  # it is back before its time, or is not going


ENTERS = Role.OPERATOR | Role.LEADER | Role.ADMIN | Role.PROVIDER
"""The provider itself, and the line's people whom it tells so on the telephone."""

LIFE = Life(
    "absence", _("请假"), Status,
    #    step   from           to            by whose hand  button, timeline
    Step("end", Status.STANDS, Status.ENDED, ENTERS,        _("提前结束"), _("提前结束")),
    first=Status.STANDS,
)  # fmt: skip

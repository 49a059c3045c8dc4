"""The table of calls that are owed: to whom, why, by when, whose it is."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.cases.models import Case
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import Status


class Because(models.TextChoices):
    """Why somebody is owed a call."""

    ASKED = "asked", _("市民请回电")  # on his page, about his case
    MISSED = "missed", _("未接来电")  # gave up before anybody answered
    FULL = "full", _("排队已满")  # was sent away because too many waited
    LOST = "lost", _("通话中断")  # the switch broke down in the call
    UNREACHED = "unreached", _("回呼没打通")  # kept his place, and could not be reached


class WishQuerySet(models.QuerySet["Wish"]):
    """Questions about wishes that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see them: it is they who call."""
        return self if person.role & STAFF else self.none()

    def open(self) -> Self:
        """Keep those that a citizen waits for."""
        return self.filter(status=Status.OPEN)


class Wish(Living):
    """A call that the line owes: a citizen asked for it about a case, or called and was not heard."""

    KIND: ClassVar[str] = "wish"

    because = models.TextField(_("为什么"), choices=Because.choices, default=Because.ASKED)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="wishes", verbose_name=_("工单")
    )
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, related_name="wishes", verbose_name=_("通话")
    )
    caller = models.ForeignKey(
        Caller, models.PROTECT, null=True, related_name="+", verbose_name=_("来电人")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁来打"),
    )
    """Who is to call; nobody: the shift leader gives it to somebody."""
    wished_at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("时限"))

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("请回电")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="wish_one_open", condition=Q(status=Status.OPEN)
            ),
            models.UniqueConstraint(
                fields=["caller"],
                name="wish_one_open_of_caller",
                condition=Q(status=Status.OPEN, case=None),
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(call__isnull=False),
                name="wish_about_case_or_call",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="wish_open", condition=Q(status=Status.OPEN))
        ]

    def __str__(self) -> str:
        return f"{self.case or self.call} #{self.pk}"

    @property
    def who(self) -> int | None:
        """Return the key of the caller who is to be called."""
        return self.case.caller_id if self.case else self.caller_id

"""Where somebody who speaks for a unit, or a leader of the line, is reached, wherever he is: his own telephone and mailbox."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.people.roles import STAFF


class ReachQuerySet(models.QuerySet["Reach"]):
    """Questions about reaching people that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see where units' people are reached; others see their own."""
        return self if person.role & STAFF else self.filter(person=person.pk)


class Reach(models.Model):
    """Where one person is sent what his units are told, or what leaders are told of units."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reach", verbose_name=_("账号")
    )
    telephone = models.CharField(_("手机"), max_length=20, blank=True, default="")
    mailbox = models.CharField(_("邮箱"), max_length=254, blank=True, default="")

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系方式")

    def __str__(self) -> str:
        return str(self.person)

"""The table of messages. Citizens' numbers never stand here: who writes to citizens goes through `callers`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.people.roles import STAFF


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see what was sent."""
        return self if person.role & STAFF else self.none()


class Message(models.Model):
    """One short text to one telephone; a citizen's stands here as a pointer to its sealed number."""

    to = models.CharField(_("收件人"), max_length=60)
    telephone = models.CharField(_("电话"), max_length=20)
    text = models.TextField(_("内容"))
    about = models.TextField()
    posted_at = models.DateTimeField(_("发出"))
    sent_at = models.DateTimeField(_("送达"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("短信")
        indexes: ClassVar = [models.Index(fields=["-posted_at"], name="outbox_by_time")]

    def __str__(self) -> str:
        return f"{self.to}: {self.text[:20]}"

    @property
    def key(self) -> str:
        """Return under what a gateway knows it again: after a restore another message may have the same row."""
        return f"{self.pk}-{self.posted_at:%Y%m%dT%H%M%S}"

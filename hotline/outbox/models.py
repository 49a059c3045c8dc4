"""The tables of messages and of webhooks. Citizens' numbers never stand here: who writes to citizens goes through `callers`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.people.roles import STAFF


class Channel(models.TextChoices):
    """The ways a message can leave the house."""

    SMS = "sms", _("短信")
    MAIL = "mail", _("邮件")
    HOOK = "hook", _("接口推送")


class State(models.TextChoices):
    """How far a message is: read from its times, never kept."""

    WAITING = "waiting", _("待发")
    SENT = "sent", _("已送达")
    GIVEN_UP = "given_up", _("没有送到")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Questions about webhooks that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see who is told what."""
        return self if person.role & STAFF else self.none()

    def told(self, whose: Collection[str]) -> Self:
        """Keep those that are told what is sent to any of these, or to everybody."""
        return self.filter(stopped_at=None, whose__in=("", *whose))


class Webhook(Recorded):
    """An address of somebody's own programme, which is told of what he is sent; never of a citizen."""

    KIND: ClassVar[str] = "webhook"

    name = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=500)
    whose = models.CharField(_("推送给谁的"), max_length=40, default="", blank=True)
    """Whose messages it is told of, as "unit:7"; empty for everybody's."""
    secret = models.TextField(editable=False)
    """Sealed, as second factors are: what its deliveries are signed with."""
    added_at = models.DateTimeField(_("登记"))
    stopped_at = models.DateTimeField(_("停用"), null=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("推送接口")

    def __str__(self) -> str:
        return self.name


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see what was sent."""
        return self if person.role & STAFF else self.none()

    def in_state(self, state: str) -> Self:
        """Keep those that are so far."""
        if state == State.SENT:
            return self.filter(sent_at__isnull=False)
        if state == State.GIVEN_UP:
            return self.filter(sent_at=None, given_up_at__isnull=False)
        return self.filter(sent_at=None, given_up_at=None)

    def lost(self) -> Self:
        """Keep those that did not arrive, and that nobody has seen to yet."""
        return self.in_state(State.GIVEN_UP).filter(seen_to_at=None)


class Message(Recorded):
    """What one receiver is told by one channel; a citizen's telephone stands here as a pointer to its sealed number."""

    KIND: ClassVar[str] = "message"

    channel = models.CharField(
        _("渠道"), max_length=8, choices=Channel.choices, default=Channel.SMS
    )
    to = models.CharField(_("收件人"), max_length=60)
    telephone = models.CharField(_("电话"), max_length=20, default="", blank=True)
    mailbox = models.CharField(_("邮箱"), max_length=254, default="", blank=True)
    hook = models.ForeignKey(
        Webhook,
        models.PROTECT,
        null=True,
        db_index=False,  # outbox_by_hook finds them
        related_name="deliveries",
        verbose_name=_("推送接口"),
    )
    subject = models.CharField(_("主题"), max_length=120, default="", blank=True)
    text = models.TextField(_("内容"))
    event = models.CharField(max_length=60, default="", blank=True)
    """What a programme is told has happened: "assignment.send"."""
    data = models.JSONField(default=dict)
    """What it is told beside: keys, numbers and times, nothing of a citizen."""
    about = models.TextField()
    posted_at = models.DateTimeField(_("发出"))
    asked_at = models.DateTimeField(null=True, editable=False)
    """Since when it is tried, where that is later: somebody had it sent again."""
    tries = models.PositiveSmallIntegerField(_("试了几次"), default=0, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(_("对方回答"), max_length=200, default="", blank=True, editable=False)
    """How the receiver answered last, by its number: never in its words, which may name people."""
    sent_at = models.DateTimeField(_("送达"), null=True)
    given_up_at = models.DateTimeField(_("放弃"), null=True, editable=False)
    seen_to_at = models.DateTimeField(_("有人处理"), null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        indexes: ClassVar = [
            models.Index(fields=["-posted_at"], name="outbox_by_time"),
            models.Index(fields=["hook", "-posted_at"], name="outbox_by_hook"),
            models.Index(
                fields=["-given_up_at"],
                name="outbox_lost",
                condition=models.Q(given_up_at__isnull=False, seen_to_at=None),
            ),
            models.Index(
                fields=["-posted_at"],
                name="outbox_waiting",
                condition=models.Q(sent_at=None, given_up_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.text[:20]}"

    @property
    def key(self) -> str:
        """Return under what a receiver knows it again: after a restore another message may have the same row."""
        return f"{self.pk}-{self.posted_at:%Y%m%dT%H%M%S}"

    @property
    def state(self) -> State:
        """Return how far it is."""
        if self.sent_at is not None:
            return State.SENT
        return State.WAITING if self.given_up_at is None else State.GIVEN_UP

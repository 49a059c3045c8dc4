"""The tables of calls and seats, and the inbox of the switchboard."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.callers.models import Caller
from hotline.journal.models import Recorded
from hotline.lines.models import Line
from hotline.people.roles import STAFF

from .breaks import PHONE_LOST
from .states import ALIVE, QUEUED, Direction, Ending, SeatState, Status, Talk


class Far(models.TextChoices):
    """Who is at the other end."""

    CITIZEN = "citizen", _("市民")
    PROVIDER = "provider", _("加盟企业")
    DEPARTMENT = "department", _("承办单位")


class Outcome(models.TextChoices):
    """What a call was that became no case."""

    SILENT = "silent", _("无声")
    WRONG = "wrong", _("打错")
    PRANK = "prank", _("骚扰")
    ASKED = "asked", _("当场答复")
    OTHER = "other", _("其他")


class Attitude(models.IntegerChoices):
    """What a caller pressed about how he was treated."""

    VERY = 1, _("非常满意")
    SATISFIED = 2, _("满意")
    NOT = 3, _("不满意")


class Result(models.IntegerChoices):
    """What a caller pressed about his trouble."""

    SOLVED = 1, _("已解决")
    UNDER_WAY = 2, _("正在办")
    NOT_SOLVED = 3, _("没有解决")


class CallQuerySet(models.QuerySet["Call"]):
    """Questions about calls that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see calls; nobody else does."""
        return self if person.role & STAFF else self.none()

    def alive(self) -> Self:
        """Keep those that go on."""
        return self.filter(status__in=ALIVE)

    def ended(self) -> Self:
        """Keep those that are over."""
        return self.filter(status=Status.ENDED)

    def queued(self) -> Self:
        """Keep those to whom the next free seat belongs."""
        return self.filter(status__in=QUEUED)


class Call(Recorded):
    """One telephone conversation. A citizen's number is in the caller's row alone, sealed."""

    KIND: ClassVar[str] = "call"

    direction = models.TextField(_("方向"), choices=Direction.choices)
    far = models.TextField(_("对方"), choices=Far.choices, default=Far.CITIZEN)
    status = models.TextField(_("状态"), choices=Status.choices, editable=False)
    talk = models.TextField(
        _("谁在听"), choices=Talk.choices, default=Talk.TOGETHER, editable=False
    )
    line = models.ForeignKey(
        Line,
        models.PROTECT,
        null=True,
        db_index=False,  # asked for only among those that go on
        related_name="calls",
        verbose_name=_("专线"),
    )
    line_number = models.TextField(_("专线号码"), default="", blank=True)
    caller = models.ForeignKey(
        Caller, models.PROTECT, null=True, related_name="calls", verbose_name=_("来电人")
    )
    provider_number = models.TextField(_("企业号码"), default="", blank=True)
    subject = models.TextField(_("事由"), default="", blank=True)
    """What it is about: "dispatch:7"."""
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="calls",
        verbose_name=_("受理员"),
    )
    arrived_at = models.DateTimeField(_("打入时间"))
    answered_at = models.DateTimeField(_("接通时间"), null=True)
    left_at = models.DateTimeField(_("受理员离开"), null=True)
    """When the operator was done; what comes after, a rating or somebody else's talk, is not his."""
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    until_at = models.DateTimeField(null=True, editable=False)
    """When something must happen by itself."""
    wait_s = models.PositiveIntegerField(_("等待"), null=True)
    talk_s = models.PositiveIntegerField(_("通话时长"), null=True)
    how = models.TextField(_("怎样结束"), choices=Ending.choices, default="", blank=True)
    cause = models.TextField(default="", blank=True)
    recording = models.TextField(default="", blank=True)
    """The switch's name of what it records; what is kept of it are the rows of `Recording`."""
    outcome = models.TextField(_("没有记单"), choices=Outcome.choices, default="", blank=True)
    """Of a call that became no case: what it was."""
    attitude = models.PositiveSmallIntegerField(_("态度"), choices=Attitude.choices, null=True)
    result = models.PositiveSmallIntegerField(_("结果"), choices=Result.choices, null=True)
    note = models.TextField(_("通话备注"), default="", blank=True)

    leg = models.TextField(null=True, editable=False)
    """The arriving leg's id, by which an arrival told twice is one call."""
    legs = models.JSONField(default=dict, editable=False)
    step = models.PositiveIntegerField(default=0, editable=False)
    outbox = models.JSONField(default=list, editable=False)
    """Commands to the switch that are not known to be done."""

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("通话")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "leg", name="calls_call_leg_once", condition=~models.Q(status=Status.ENDED)
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("arrived_at")),
                name="calls_call_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.ENDED) | models.Q(ended_at__isnull=False),
                name="calls_call_ended_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index("status", "arrived_at", name="calls_call_status"),
            models.Index("arrived_at", name="calls_call_arrived"),
            models.Index(fields=["caller", "-arrived_at"], name="calls_call_of_caller"),
            models.Index(
                "until_at",
                name="calls_call_until",
                condition=models.Q(until_at__isnull=False) & ~models.Q(status=Status.ENDED),
            ),
            models.Index(
                fields=["subject"], name="calls_call_about", condition=~models.Q(subject="")
            ),
            models.Index(
                fields=["recording"], name="calls_call_recording", condition=~models.Q(recording="")
            ),
        ]

    def __str__(self) -> str:
        return self.about


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions about seats that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see the floor."""
        return self if person.role & STAFF else self.none()

    def broken_since(self, moment: datetime) -> Self:
        """Keep those that are set aside because their telephone broke, not before *moment*."""
        return self.filter(
            state=SeatState.AWAY, why=PHONE_LOST, since_at__gte=moment, lease_until__isnull=False
        )


class Phone(models.TextChoices):
    """What stands on the desk."""

    SIP = "sip", _("话机")
    BROWSER = "browser", _("网页电话")
    OUTSIDE = "outside", _("外部电话")
    SIMULATED = "simulated", _("模拟话机")


REGISTERS = (Phone.SIP, Phone.BROWSER)
"""Telephones that register with the switch, by an account that lasts as long as somebody sits there."""


class Seat(Recorded):
    """An operator's place at the telephone: his for as long as his page renews the lease."""

    KIND: ClassVar[str] = "seat"

    operator = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="seat", verbose_name=_("受理员")
    )
    address = models.TextField(unique=True)
    phone = models.TextField(_("话机"), choices=Phone.choices, default=Phone.SIP)
    state = models.TextField(_("状态"), choices=SeatState.choices, default=SeatState.AWAY)
    why = models.TextField(default="", blank=True)
    """Why it takes no calls: the reason of a break, or what the house set it aside for: "no_answer"."""
    outside_number = models.TextField(_("外部电话号码"), default="", blank=True)
    """Where it is rung while its operator works elsewhere."""
    account = models.TextField(default="", db_default="", blank=True, editable=False)
    """Made up anew for each sign-on; the password follows from it and a key of the house, see `accounts`."""
    shown_at = models.DateTimeField(null=True, editable=False)
    """When the password was shown, which is done once."""
    online = models.BooleanField(_("话机已连接"), default=False, db_default=False, editable=False)
    """Whether the telephone is registered with the switch now."""
    since_at = models.DateTimeField()
    idle_since = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    call = models.ForeignKey(Call, models.SET_NULL, null=True, related_name="on_seat")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("坐席")
        indexes: ClassVar = [
            models.Index(
                "idle_since",
                name="calls_seat_ready",
                condition=models.Q(state=SeatState.READY),
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def rings_at(self) -> str:
        """Return what the switch rings to reach the operator: the telephone on the desk, or one outside."""
        return rung_at(self.phone, self.address, self.outside_number)


def rung_at(phone: str, address: str, outside_number: str) -> str:
    """Return what the switch rings for a seat with such a telephone."""
    return f"tel:{outside_number}" if phone == Phone.OUTSIDE else address


class Speaker(models.TextChoices):
    """Who said it."""

    FAR = "far", _("对方")
    OPERATOR = "operator", _("受理员")


class UtteranceQuerySet(models.QuerySet["Utterance"]):
    """Questions about what was said."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people read along."""
        return self if person.role & STAFF else self.none()


class Utterance(models.Model):
    """One thing said in a call, as text: typed in the demo."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="utterances")
    at = models.DateTimeField()
    speaker = models.TextField(choices=Speaker.choices)
    text = models.TextField()

    objects = UtteranceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index("call", "at", name="calls_utterance_of_call")]


class RecordingQuerySet(models.QuerySet["Recording"]):
    """Questions about recordings."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see that there is one; who may hear it: `recordings.queries.may_hear`."""
        return self if person.role & STAFF else self.none()


class Recording(models.Model):
    """One side of a call as it was recorded: where it lies sealed, how long it is, how loud it is when."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="recordings", db_index=False)
    side = models.TextField(choices=Speaker.choices)
    file = models.CharField(max_length=32, blank=True, default="", editable=False)
    """Its name in the store; empty when it was emptied."""
    length_ms = models.PositiveIntegerField(_("时长"))
    peaks = models.BinaryField(default=b"", editable=False)
    """How loud each part of it is, a byte for each: see `recordings.waveform`."""
    taken_at = models.DateTimeField()

    objects = RecordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "side"], name="calls_recording_once_a_side"),
            models.UniqueConstraint(
                "file", name="calls_recording_file_once", condition=~models.Q(file="")
            ),
        ]
        indexes: ClassVar = [BrinIndex("taken_at", name="calls_recording_taken")]

    def __str__(self) -> str:
        return f"{self.call_id}.{self.side}"


class Happening(models.Model):
    """One thing that happened in a call, in order: what the machine was told. See `happenings`."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="happenings", db_index=False)
    step = models.PositiveIntegerField()
    what = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index("call", "id", name="calls_happening_of_call")]

    def __str__(self) -> str:
        return f"{self.call_id}.{self.step}"


class Request(models.Model):
    """Something a page wants of the switchboard: taken once, by whichever loop is there."""

    wants = models.TextField()
    call = models.ForeignKey(Call, models.CASCADE, null=True, related_name="+")
    address = models.TextField(default="")
    text = models.TextField(default="")
    given = models.JSONField(default=dict)
    """What the event that is asked for says beside: seats, addresses; emptied when it is taken."""
    key = models.TextField(null=True, unique=True)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("id", name="calls_request_open", condition=models.Q(taken_at=None))
        ]


class Telephone(models.Model):
    """What a made-up telephone of the demo shows at this moment. Not there in service."""

    address = models.TextField(unique=True)
    state = models.TextField(default="idle")
    shows = models.TextField(default="")
    leg = models.TextField(default="", db_default="")
    """What the switchboard calls it in its present or last call."""
    heard = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    KIND: ClassVar[str] = "telephone"

    @property
    def about(self) -> str:
        """Name this row as the news do."""
        return f"{self.KIND}:{self.pk}"

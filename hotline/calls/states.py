"""Where a call can stand, and all that decides how it goes on. What follows from what is left to `machine`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.telephony import port


class Direction(TextChoices):
    """Who rang whom."""

    IN = "in", _("呼入")
    OUT = "out", _("呼出")


class Status(TextChoices):
    """Where a call stands."""

    WAITING = "waiting", _("排队")  # from outside; no seat rings yet
    PROMISED = "promised", _("等回呼")  # the caller hung up and keeps the place: we call back
    RINGING = "ringing", _("振铃")  # a seat rings for a caller from outside
    CALLING = "calling", _("呼叫坐席")  # to outside; the operator's own telephone rings first
    DIALLING = "dialling", _("正在呼叫")  # to outside; the far telephone rings
    TALKING = "talking", _("通话中")
    PARKED = "parked", _("驻留")  # the caller hears music until somebody picks the call up
    PASSED = "passed", _("已转出")  # goes on without a seat: the caller and whom he was passed to
    RATING = (
        "rating",
        _("评价"),
    )  # the operator has hung up; the caller presses what he thinks of it
    REFUSED = "refused", _("播报中")  # hears why nobody takes the call
    ENDED = "ended", _("已结束")


ALIVE = tuple(status for status in Status if status is not Status.ENDED)
QUEUED = (Status.WAITING, Status.PROMISED)
"""Those to whom the next free seat belongs."""


class Talk(TextChoices):
    """Who hears whom in a call that goes on."""

    TOGETHER = "together", _("通话中")  # the caller and the seat
    HELD = "held", _("保持")  # the caller hears music
    ASIDE = "aside", _("咨询中")  # the caller hears music while the seat speaks with a third
    THREE = "three", _("三方通话")


class Ending(TextChoices):
    """How a call ended; of a call from outside it is the service it was given."""

    ANSWERED = "answered", _("已接通")
    MISSED = "missed", _("未接")  # the caller gave up before anybody answered
    FAILED = "failed", _("未通")  # we rang, and nobody answered
    LOST = "lost", _("中断")  # the switch or a telephone broke down in the call
    CLOSED = "closed", _("非服务时间")  # nobody takes calls on this line now
    FULL = "full", _("排队已满")  # more wait than can be served
    BARRED = "barred", _("限制来电")  # stopped for a time because of abuse


REFUSALS = (Ending.CLOSED, Ending.FULL, Ending.BARRED)


class SeatState(TextChoices):
    """What a seat is doing."""

    AWAY = "away", _("离席")
    READY = "ready", _("就绪")
    RINGING = "ringing", _("振铃")
    TALKING = "talking", _("通话中")
    AFTER = "after", _("话后处理")
    LISTENING = "listening", _("监听")


class Forced(TextChoices):
    """What a shift leader may let somebody else's seat do."""

    READY = "ready", _("就绪")
    AWAY = "away", _("离席")
    OUT = "out", _("签出")


class Third(TextChoices):
    """Who is drawn into a call, or whom it is passed to."""

    SEAT = "seat", _("坐席")
    PROVIDER = "provider", _("加盟企业")
    DEPARTMENT = "department", _("承办单位")
    EMERGENCY = "emergency", _("紧急电话")
    OUTSIDE = "outside", _("外部号码")


class Hearing(TextChoices):
    """How a shift leader takes part in a call of somebody else."""

    LISTEN = "listen", _("监听")  # nobody hears him
    WHISPER = "whisper", _("耳语")  # the operator hears him, the caller does not
    BARGE = "barge", _("强插")  # all hear him


@dataclass(frozen=True, slots=True)
class Leg:
    """One telephone in the call; a seat's leg knows its seat, a third's who he is."""

    id: port.LegId
    up: bool = False
    seat: int = 0
    address: str = ""
    simulated: bool = False
    who: str = ""
    """Of a third: a `Third`. Of a listener: a `Hearing`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules and the line said when the call began."""

    ring_s: int = 15
    rates: bool = False
    """The caller is asked afterwards what he thinks of it."""
    may_keep_place: bool = False
    """A caller with a number may be called back without losing his place."""


@dataclass(frozen=True, slots=True)
class State:
    """All that decides how a call goes on."""

    call: int
    direction: Direction
    status: Status
    began_at: datetime
    far: Leg | None = None
    seat: Leg | None = None
    third: Leg | None = None
    ear: Leg | None = None
    """The telephone of a leader who listens."""
    talk: Talk = Talk.TOGETHER
    terms: Terms = field(default_factory=Terms)
    turns: int = 0
    """How many legs we rang: names them."""
    told: int = 0
    """How often a waiting caller was told how it stands."""
    until: datetime | None = None
    """When something must happen by itself: the next word to a caller who waits, the end of a rating."""
    answered_at: datetime | None = None
    left_at: datetime | None = None
    """When the operator was done: what comes after is no talk."""
    ended_at: datetime | None = None
    how: str = ""
    cause: str = ""
    recording: str = ""
    attitude: int | None = None
    result: int | None = None
    """What the caller pressed: 1 very satisfied, 2 satisfied, 3 not satisfied; 1 solved, 2 under way, 3 not solved."""

    @property
    def room(self) -> port.RoomId:
        """Name where those in this call hear each other."""
        return f"call-{self.call}"

    @property
    def side_room(self) -> port.RoomId:
        """Name where the seat asks a third while the caller waits."""
        return f"aside-{self.call}"

    @property
    def ear_room(self) -> port.RoomId:
        """Name where a leader listens."""
        return f"ear-{self.call}"

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Return the telephones in this call."""
        return tuple(leg for leg in (self.far, self.seat, self.third, self.ear) if leg)

    def later(self, at: datetime, seconds: float) -> datetime:
        """Return a moment *seconds* after *at*."""
        return at + timedelta(seconds=seconds)


def flat(one: Any) -> dict[str, Any]:
    """Return the fields of a frozen thing by name, as they are: a call is written at every step, and `asdict` copies all."""
    return {name: getattr(one, name) for name in _names(one.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))

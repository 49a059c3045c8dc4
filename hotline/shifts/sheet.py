"""What a handover's sheet says: everything open at one moment, as it stood then.

Codes and names of the house are kept, no caller's: who reads it later sees what was left to whom, not who asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.calls.models import Call
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.wishes.models import Because, Wish

from .models import Notice

MOST = 200
"""As many lines of a section are kept, the most pressing first; of the others how many there were."""


class Section(TextChoices):
    """A part of the sheet."""

    CALLS = "calls", _("没打完的电话")
    OWED = "owed", _("欠着的回电")
    PROMISED = "promised", _("答应了的回访")
    JOBS = "jobs", _("在办的派单")
    NOTICES = "notices", _("正在用的口径")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is left: what it is, whose, where it stood, and its moment: since when, or by when."""

    about: str
    at: str
    name: str = ""
    what: str = ""
    who: str = ""
    stood: str = ""
    """A status as the code knows it."""
    case: int | None = None

    @property
    def moment(self) -> datetime:
        """Return its moment."""
        return datetime.fromisoformat(self.at)

    @property
    def label(self) -> str:
        """Return where it stood in the reader's words."""
        words = _WORDS.get(self.about.partition(":")[0])
        return str(words(self.stood).label) if words and self.stood else ""

    @property
    def href(self) -> str:
        """Return the page of its case, where it has one."""
        return f"/cases/{self.case}/" if self.case else ""


_WORDS: dict[str, Callable[[str], Any]] = {
    Call.KIND: CallStatus, Wish.KIND: Because, Dispatch.KIND: DispatchStatus,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One section as it was: some lines, and how many there were."""

    section: Section
    items: list[Item]
    count: int

    @property
    def left_out(self) -> int:
        """Return how many more there were than are listed."""
        return self.count - len(self.items)


def fill(now: datetime) -> dict[str, Any]:
    """Return everything that is open at *now*, as a row keeps it."""
    parts = (
        _part(Section.CALLS, _calls(), _call),
        _part(Section.OWED, _owed(), _wish),
        _part(Section.PROMISED, _promised(), _followup),
        _part(Section.JOBS, _jobs(), _job),
        _part(Section.NOTICES, _notices(now), _notice),
    )
    return {
        part.section.value: {"count": part.count, "items": [asdict(item) for item in part.items]}
        for part in parts
    }


def read(sheet: dict[str, Any]) -> list[Part]:
    """Return the sections of a sheet as they were kept."""
    return [
        Part(section, [Item(**item) for item in kept["items"]], kept["count"])
        for section in Section
        if (kept := sheet.get(section.value))
    ]


def _part(section: Section, found: QuerySet[Any], told: Callable[[Any], Item]) -> Part:
    items = [told(row) for row in found[:MOST]]
    return Part(section, items, len(items) if len(items) < MOST else found.count())


def _calls() -> QuerySet[Call]:
    return Call.objects.alive().select_related("line", "operator").order_by("arrived_at")


def _call(call: Call) -> Item:
    return Item(
        call.about,
        call.arrived_at.isoformat(),
        what=call.line.name if call.line else str(Direction(call.direction).label),
        who=str(call.operator or ""),
        stood=call.status,
    )


def _owed() -> QuerySet[Wish]:
    return Wish.objects.open().select_related("case__service", "owner").order_by("due_at", "id")


def _wish(wish: Wish) -> Item:
    return Item(
        wish.about,
        wish.due_at.isoformat(),
        who=str(wish.owner or ""),
        stood=wish.because,
        **_of(wish.case),
    )


def _promised() -> QuerySet[FollowUp]:
    due = FollowUp.objects.filter(status=FollowUpStatus.DUE).select_related("case__service")
    return due.order_by("due_at", "id")


def _followup(one: FollowUp) -> Item:
    return Item(one.about, one.due_at.isoformat(), who=one.case.handler, **_of(one.case))


def _jobs() -> QuerySet[Dispatch]:
    return (
        Dispatch.objects.open().select_related("case__service", "provider").order_by("offered_at")
    )


def _job(job: Dispatch) -> Item:
    by_at = job.accept_by_at if job.status == DispatchStatus.OFFERED else job.arrive_by_at
    at = (by_at or job.offered_at).isoformat()
    return Item(job.about, at, who=str(job.provider), stood=job.status, **_of(job.case))


def _notices(now: datetime) -> QuerySet[Notice]:
    running = Notice.objects.filter(valid_until__gt=now).select_related("written_by")
    return running.order_by("valid_until", "id")


def _notice(one: Notice) -> Item:
    return Item(one.about, one.valid_until.isoformat(), what=one.said, who=str(one.written_by))


def _of(case: Any) -> dict[str, Any]:
    """Return what is said of a case: its number and the service, never the words of whoever asked."""
    if case is None:
        return {}
    return {"case": case.pk, "name": case.number, "what": case.service.name if case.service else ""}

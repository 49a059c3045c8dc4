"""What is done with absences: written down, ended early."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from hotline import clock
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import ENTERS, LIFE
from .models import Absence


def enter(
    provider: Provider, *, from_at: datetime, until_at: datetime, why: str, by: Person
) -> Absence:
    """Write down that a provider is away for a time; what it has in hand it finishes."""
    _allow(provider, by)
    if until_at <= from_at:
        raise NotSo(_("结束时间要在开始时间以后。"))
    if until_at <= clock.now():
        raise NotSo(_("这段时间已经过去了，请改结束时间。"))
    if not why.strip():
        raise NotSo(_("请写明为什么。"))
    absence = Absence(
        provider=provider,
        from_at=from_at,
        until_at=until_at,
        why=why.strip(),
        entered_at=clock.now(),
        entered_by=by,
    )
    told = {"provider": provider, "from_at": from_at, "until_at": until_at}
    return LIFE.begin(absence, act="enter", by=by, **told)


@LIFE.action
def end(absence: Absence, *, by: Person) -> None:
    """The provider is back before its time, or is not going after all."""
    _allow(absence.provider, by)
    now = clock.now()
    if absence.until_at <= now:
        raise NotSo(_("这次请假已经过了，不用结束。"))
    absence.ended_at = now


def _allow(provider: Provider, by: Person) -> None:
    """Let the line's people write it down for all, a worker for his own provider alone."""
    own = by.role & STAFF or provider.members.filter(person=by).exists()
    if not by.role & ENTERS or not own:
        raise NotYours(_("请假由企业自己或受理员、值班长、管理员登记。"))

"""What is done with bulletins: one function for each step of `life.py`, and posting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.models import Service
from hotline.deadlines import actions as deadlines
from hotline.journal.log import Said
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.today import today

from . import queries
from .life import LIFE, WRITES
from .models import Bulletin, Receipt

LONGEST = timedelta(days=366)
REMINDS = ("remind", "remind_again")
"""Its clocks by turns: one that has just run out is not closed before what follows from it is done."""


def post(
    title: str,
    *,
    words: str,
    until_on: date,
    by: Person,
    service: Service | None = None,
    provider: Provider | None = None,
    must_confirm: bool = True,
) -> Bulletin:
    """Tell providers something: all, those of a service, or one; each has a receipt to sign."""
    if not by.role & WRITES:
        raise NotYours(_("通知由值班长和管理员发。"))
    if not title.strip() or not words.strip():
        raise NotSo(_("请写明标题和内容。"))
    if service is not None and provider is not None:
        raise NotSo(_("小项和企业只能选一个。"))
    if not today() <= until_on <= today() + LONGEST:
        raise NotSo(_("有效期从今天起，最长一年。"))
    with transaction.atomic():
        to = list(queries.addressed(service=service, provider=provider))
        if not to:
            raise NotSo(_("没有在册的企业收得到这条通知。"))
        bulletin = Bulletin(
            title=title.strip()[:60], words=words.strip()[:4000], service=service,
            provider=provider, must_confirm=must_confirm, until_on=until_on,
            posted_at=clock.now(), posted_by=by,
        )  # fmt: skip
        LIFE.begin(
            bulletin, act="post", by=by, title=Said(bulletin.title), service=service,
            provider=provider, until_on=until_on, must_confirm=must_confirm, told=len(to),
        )  # fmt: skip
        Receipt.objects.bulk_create(Receipt(bulletin=bulletin, provider=one) for one in to)
        deadlines.start(bulletin, "until", due_at=_end_of(until_on))
        if must_confirm:
            _remind_later(bulletin)
    return bulletin


@LIFE.action
def confirm(bulletin: Bulletin, *, by: Person) -> dict[str, object]:
    """A provider has read it, on the word of one of its people; once for each provider."""
    rows = bulletin.receipts.select_related("provider", "read_by")
    own = rows.filter(provider__in=Provider.objects.seen_by(by)).first()
    if own is None:
        raise NotYours(_("这条通知不是发给您的企业的。"))
    if own.read_at is not None:
        raise NotNow(_("%(who)s已经确认过了。") % {"who": own.read_by})
    own.read_at, own.read_by = clock.now(), by
    own.save(update_fields=["read_at", "read_by"])
    if not bulletin.receipts.filter(read_at=None).exists():
        _remind_no_more(bulletin)
    return {"provider": own.provider}


@LIFE.action
def remind(bulletin: Bulletin, *, by: Person) -> dict[str, object]:
    """Ask those again who have not read (`jobs.write_to_the_late`)."""
    late = bulletin.receipts.filter(read_at=None).count()
    if not late:
        raise NotNow(_("都读过了，不用提醒。"))
    bulletin.reminded_at = clock.now()
    if not by.role & Role.CLOCK:
        _remind_no_more(bulletin)
    if bulletin.must_confirm:
        _remind_later(bulletin)
    return {"late": late}


@LIFE.action
def withdraw(bulletin: Bulletin, *, by: Person, why: str) -> None:
    """Say that it does not hold: it stays to be read, marked so."""
    _remind_no_more(bulletin)
    deadlines.drop(bulletin, "until")


@LIFE.action
def run_out(bulletin: Bulletin, *, by: Person) -> None:
    """Let it be over: its last day has gone."""
    _remind_no_more(bulletin)


def _remind_later(bulletin: Bulletin) -> None:
    """Let those who have not read be asked again after a while, as long as it holds."""
    due_at = clock.now() + rules.book().time("bulletin_remind_h")
    if due_at < _end_of(bulletin.until_on):
        runs = queries.clocks(bulletin)
        deadlines.start(bulletin, REMINDS[REMINDS[0] in runs], due_at=due_at)


def _remind_no_more(bulletin: Bulletin) -> None:
    for name in REMINDS:
        deadlines.drop(bulletin, name)


def _end_of(day: date) -> datetime:
    """Return the first moment after a day, in the line's own time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

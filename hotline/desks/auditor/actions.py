"""What an auditor does that is an act itself: reading the journal, and carrying a part of it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotYours
from hotline.people.models import Person

READ_AGAIN = timedelta(hours=1)
"""Within this, reading again about the same is the same reading: else the journal would be full of its readers."""


def read_journal(*, by: Person, about: str = "") -> None:
    """Note that somebody reads the journal, and about whom or what if he asked after one."""
    _needs(by, "read_journal")
    with transaction.atomic():
        # His row is held, so that two pages at once leave one entry.
        held = Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        read = Entry.objects.filter(by=by, act="read_journal", at__gt=clock.now() - READ_AGAIN)
        of = {"of": about} if about else {}
        if not read.filter(said=of).exists():
            journal.write(act="read_journal", about=held, by=by, said=of)


def export(*, by: Person, what: Mapping[str, str]) -> None:
    """Note that somebody takes a part of the journal away as a file, and which part."""
    _needs(by, "read_journal")
    _needs(by, "export")
    with transaction.atomic():
        journal.write(act="export", about=by, by=by, said={"table": "journal", **what})


def _needs(by: Person, right: str) -> None:
    if not by.may(right):
        raise NotYours(_("您的岗位不能查看或导出操作日志。"))

"""What is done with lines."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role

from . import queries
from .models import Line

# -- for a while ----------------------------------------------------------------------------------


def close_line(line: Line, *, by: Person, why: str) -> None:
    """Take no calls on a line for now; whoever waits keeps waiting, whoever calls hears that it is closed."""
    _needs_leader(by)
    if not why.strip():
        raise NotSo(_("请写明为什么关闭。"))
    with transaction.atomic():
        held = Line.objects.select_for_update(no_key=True).get(pk=line.pk)
        if held.closed_at is not None:
            raise NotNow(_("%(line)s已经关闭。") % {"line": held})
        held.closed_at, held.closed_why = clock.now(), why.strip()[:200]
        said = {"why": journal.Said(held.closed_why)}
        journal.write(act="close_line", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["closed_at", "closed_why", "head"])
        transaction.on_commit(queries.forget)


def open_line(line: Line, *, by: Person, why: str = "") -> None:
    """Take calls on a line again."""
    _needs_leader(by)
    with transaction.atomic():
        held = Line.objects.select_for_update(no_key=True).get(pk=line.pk)
        if held.closed_at is None:
            raise NotNow(_("%(line)s没有关闭。") % {"line": held})
        held.closed_at, held.closed_why = None, ""
        said = {"why": journal.Said(why.strip())} if why.strip() else {}
        journal.write(act="open_line", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["closed_at", "closed_why", "head"])
        transaction.on_commit(queries.forget)


def _needs_leader(by: Person) -> None:
    if not by.role & Role.LEADER:
        raise NotYours(_("只有值班长能关闭和恢复专线。"))

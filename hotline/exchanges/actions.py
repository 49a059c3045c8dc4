"""A table is brought, written, or taken away: each on record. What stands in it is the domains' affair."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotYours
from hotline.people.models import Person

from .models import Direction, Exchange

KEPT = timedelta(days=2)
"""How long a file waits to be written."""


def upload(
    what: str, *, name: str, content: bytes, lines: int, start_on: date, by: Person
) -> Exchange:
    """Keep a table that somebody brings until it is looked through and written."""
    if not by.may("upload"):
        raise NotYours(_("您的岗位不能上传文件。"))
    return _keep(
        "upload",
        Direction.IN,
        what,
        name,
        content,
        by=by,
        lines=lines,
        start_on=start_on,
        kept=content,
    )


def export(what: str, *, name: str, content: bytes, lines: int, by: Person) -> Exchange:
    """Put on record that somebody takes a table out of the house; the file itself is not kept."""
    if not by.may("export"):
        raise NotYours(_("您的岗位不能导出数据。"))
    return _keep("export", Direction.OUT, what, name, content, by=by, lines=lines)


def write_in(exchange: Exchange, *, told: list[dict[str, Any]], by: Person) -> Exchange:
    """Put on record that a table was written, and what it changed; its file is forgotten."""
    held = hold(exchange)
    with transaction.atomic():
        held.written_at, held.told, held.content = clock.now(), told, b""
        held.save(update_fields=["written_at", "told", "content"])
        journal.write(act="write_in", about=held, by=by, said={"lines": len(told)})
    return held


def hold(exchange: Exchange) -> Exchange:
    """Hold a table that waits to be written, until the transaction ends."""
    held = Exchange.objects.select_for_update(no_key=True).get(pk=exchange.pk)
    if held.written_at is not None:
        raise NotNow(_("这个文件已经写入了。"))
    if not held.content:
        raise NotNow(_("这个文件放了太久，已经清掉，请重新上传。"))
    return held


def forget_old() -> int:
    """Forget the files that nobody wrote; return how many. That they were brought stays on record."""
    old = Exchange.objects.filter(written_at=None, at__lt=clock.now() - KEPT)
    return old.exclude(content=b"").update(content=b"")


def _keep(
    act: str, direction: Direction, what: str, name: str, content: bytes, *, by: Person,
    lines: int, start_on: date | None = None, kept: bytes = b"",
) -> Exchange:  # fmt: skip
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        made = Exchange.objects.create(
            direction=direction,
            what=what,
            name=name[-200:],
            by=by,
            at=clock.now(),
            digest=digest,
            content=kept,
            start_on=start_on,
            lines=lines,
        )
        said = {"what": what, "file": journal.Said(name[-200:]), "lines": lines, "digest": digest}
        journal.write(act=act, about=made, by=by, said=said)
    return made

"""What this desk does beyond one domain.

A table that was looked through is written: all of it or nothing, and only if it still does what was shown. A line is
retired when nobody waits on it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline.calls.models import Call
from hotline.exchanges import actions as exchanges
from hotline.exchanges.models import Exchange
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.lines import actions as lines
from hotline.lines.models import Line
from hotline.people.models import Person
from hotline.sheets.dry_run import DryRun, Verdict

from . import tables


def write_table(exchange: Exchange, *, seal: str, by: Person) -> Exchange:
    """Do everything that a table orders, in one transaction, as it was shown under *seal*."""
    if not (by.may("upload") and by.may("manage_catalogue")):
        raise NotYours(_("只有值班长和管理员可以写入表格。"))
    kind = tables.KINDS[exchange.what]
    with transaction.atomic():
        kind.hold()
        held = exchanges.hold(exchange)
        run = tables.judged(held)
        if run.counts[Verdict.WRONG]:
            raise NotSo(_("还有 %(n)d 行有错，整份都没有写入。") % {"n": run.counts[Verdict.WRONG]})
        if run.seal != seal:
            raise NotNow(_("看过以后数据又变了，没有写入。请把下面的结果再看一遍。"))
        if not run.may_be_written:
            raise NotSo(_("没有要写的：每一行都和现在一样。"))
        kind.take_in(run.orders, by)
        return exchanges.write_in(held, told=_told(run), by=by)


def retire_line(line: Line, *, by: Person, why: str) -> None:
    """Take a line out of use for good, once nobody waits on it."""
    waiting = Call.objects.queued().filter(line=line).count()
    if waiting:
        told = {"line": line, "n": waiting}
        raise NotNow(
            ngettext(
                "还有 %(n)d 人在%(line)s排队，等他们接通，或请值班长把他们移到别的专线。",
                "还有 %(n)d 人在%(line)s排队，等他们接通，或请值班长把他们移到别的专线。",
                waiting,
            )
            % told
        )
    lines.retire_line(line, by=by, why=why)


def _told(run: DryRun) -> list[dict[str, Any]]:
    """Return what was changed, as it is shown afterwards."""
    return [
        {
            "number": line.number,
            "what": line.what,
            "verdict": line.verdict.value,
            "differences": [[str(one.label), one.was, one.now] for one in line.differences],
        }
        for line in run.lines
        if line.verdict != Verdict.SAME
    ]

"""What is done with circulars, one function for each step of `life.py`; drafting one, and taking one away as a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import STAFF, Role
from hotline.today import today

from . import figures, queries, spans, wording
from .life import LIFE, WRITES, Span
from .models import Circular
from .spans import Days
from .wording import Drafted


def draft(span: Span, *, by: Person, days: Days | None = None) -> Circular:
    """Draft the circular of a day, week or month that is over, the last one if none is named: its figures, and words of them; once."""
    if not by.role & (WRITES | Role.CLOCK):
        raise NotYours(_("通报由值班长、审核员和管理员写。"))
    days = days or spans.last(span.value, today())
    if days.until_on >= today():
        raise NotSo(_("这段时间还没有过完，不能出通报。"))
    with transaction.atomic(savepoint=False):
        _hold("circulars.draft")
        if queries.standing_for(span.value, days.from_on):
            raise NotNow(_("这一期已经有了。"))
        circular = Circular(span=span, from_on=days.from_on, until_on=days.until_on)
        circular.drafted_at = clock.now()
        told = _count(circular)
        _put(circular, queries.words_for(circular))
        LIFE.begin(
            circular, act="draft", by=by, span=span.value, from_on=days.from_on,
            until_on=days.until_on, **told,
        )  # fmt: skip
    return circular


@LIFE.action
def edit(
    circular: Circular,
    *,
    by: Person,
    title: str,
    opening: str,
    findings: str = "",
    asks: str = "",
    seen: int | None = None,
) -> None:
    """Put its words otherwise; not over those that another has put meanwhile."""
    if seen is not None and seen != circular.version:
        raise NotNow(_("有人刚改过这份通报。请先看他改了什么，再改。"))
    for name, value in {
        "title": title,
        "opening": opening,
        "findings": findings,
        "asks": asks,
    }.items():
        if len(value) > wording.LONGEST[name]:
            raise NotSo(_("太长了。"), field=name)
        setattr(circular, name, value.strip())
    if not circular.title or not circular.opening:
        raise NotSo(_("请写明标题和导语。"))


@LIFE.action
def recount(circular: Circular, *, by: Person) -> dict[str, Any]:
    """Count again what it is about, as it stands now; draft its words anew, but for those that somebody has edited."""
    was = queries.words_for(circular)
    told = _count(circular)
    words = queries.words_for(circular)
    if circular.words == was:
        _put(circular, words)
        return told | {"words": "anew"}
    old = words != was or queries.words_are_old(circular)
    return told | {"words": queries.OLD if old else "same"}


@LIFE.action
def reword(circular: Circular, *, by: Person) -> None:
    """Take the words that its new figures give, in the place of those that were edited for the old ones."""
    if not queries.words_are_old(circular):
        raise NotNow(_("文字已经按现在的数改过了。请刷新看看。"))
    _put(circular, queries.words_for(circular))


@LIFE.action
def submit(circular: Circular, *, by: Person) -> None:
    """Stand by it, and ask that it be approved."""
    circular.submitted_at, circular.submitted_by = clock.now(), by


@LIFE.action
def approve(circular: Circular, *, by: Person) -> None:
    """Agree with it: somebody who had no hand in its words."""
    if queries.wrote(circular, by):
        raise NotYours(_("写通报的人不能自己批准，请另一位值班长或管理员批。"))
    circular.approved_at, circular.approved_by = clock.now(), by


@LIFE.action
def send_back(circular: Circular, *, by: Person, why: str) -> None:
    """Let it be written otherwise; what was approved is not any more."""
    circular.submitted_at = circular.submitted_by = None
    circular.approved_at = circular.approved_by = None


@LIFE.action
def publish(circular: Circular, *, by: Person) -> dict[str, Any]:
    """Let every unit read it, under the next number of its year."""
    _hold("circulars.publish")
    circular.year = circular.until_on.year
    known = Circular.objects.filter(span=circular.span, year=circular.year)
    circular.issue = (known.aggregate(last=Max("issue"))["last"] or 0) + 1
    circular.published_at = clock.now()
    return {"year": circular.year, "issue": circular.issue}


@LIFE.action
def withdraw(circular: Circular, *, by: Person, why: str) -> None:
    """Say that it does not hold: it stays to be read, marked so."""


@LIFE.action
def drop(circular: Circular, *, by: Person, why: str) -> None:
    """Let it be: this one goes to nobody."""


def take_out(circular: Circular, *, form: str, by: Person) -> None:
    """Put on record that somebody takes a circular away as a file."""
    if not by.role & STAFF and not circular.is_out:
        raise NotYours(_("这份通报还没有发布。"))
    with transaction.atomic():
        said = {"form": form, "version": circular.version}
        journal.write(act="take_out", about=circular, by=by, said=said)


def _count(circular: Circular) -> dict[str, Any]:
    counted = queries.count(circular.span, circular.days)
    circular.figures, circular.marks = figures.kept(counted.figures), counted.marks
    circular.counted_at = counted.at
    now = counted.figures.now
    return {"calls": now.calls, "cases": now.taken, "overdue": counted.figures.overdue}


def _put(circular: Circular, words: Drafted) -> None:
    for name, value in asdict(words).items():
        setattr(circular, name, value)


def _hold(what: str) -> None:
    """Let these be done one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])

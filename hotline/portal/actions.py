"""What citizens do about their own case, all of it through the citizens' account; each is an action of the package
whose thing it changes. What belongs to the portal alone: looking a case up, being shut out for guessing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.followups import actions as followups
from hotline.followups import queries as asked
from hotline.followups.life import Liking, YesNo
from hotline.journal import log as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotNow
from hotline.people.queries import the_citizen
from hotline.wishes import actions as wishes

URGE_APART = timedelta(hours=1)
"""Asking again sooner than this helps nobody: it is on the desk already."""


def look_up(case: Case, *, how: str) -> None:
    """Put on record that the case was looked up: by number and code, or by the link of a message."""
    with transaction.atomic():
        journal.write(act="look_up", about=case, by=the_citizen(), said={"how": how})


def lock_out(*, address: str) -> None:
    """Put on record that somebody has guessed too often."""
    citizen = the_citizen()
    said = {"address": journal.Said(address), "how": "query_code"}
    with transaction.atomic():
        journal.write(act="lock_out", about=citizen, by=citizen, said=said)


def ask_again(case: Case, *, words: str = "") -> str:
    """Urge the line; refused while the last urging is fresh."""
    last = last_urged(case)
    if last is not None and clock.now() - last < URGE_APART:
        when = timezone.localtime(last).strftime("%H:%M")
        raise NotNow(_("%(when)s 已经替您催过了，我们正盯着。") % {"when": when})
    cases.urge(case, by=the_citizen(), words=words)
    return _("替您催了，我们盯着。")


def say_more(case: Case, *, words: str) -> str:
    """Give the line a word more."""
    cases.add_word(case, by=the_citizen(), words=words)
    return _("记下了，办的人看得到。")


def wish_for_a_call(case: Case) -> str:
    """Ask that a person call."""
    wish = wishes.wish(case, by=the_citizen())
    when = timezone.localtime(wish.due_at).strftime("%H:%M")
    return _("记下了，最迟 %(when)s 有人打给您。") % {"when": when}


def say_how_it_was(case: Case, **given: Any) -> str:
    """Answer the call-back before anybody calls; a citizen who is not content has the case opened again."""
    owed = asked.owed(case)
    if owed is None:
        raise NotNow(_("这件事现在不用评价，多谢您。"))
    if given["outcome"] != Liking.NOT:
        given.setdefault("solved", YesNo.YES)
    followups.rate(owed, by=the_citizen(), **given)
    content = given["outcome"] != Liking.NOT and Liking.NOT not in given.values()
    return _("多谢您，办结了。") if content else _("知道了，我们接着办。")


def say_it_is_not_done(case: Case, *, words: str = "") -> str:
    """Say that it is not solved: while the call-back is owed as its answer, later by opening the case again."""
    if asked.owed(case) is not None:
        return say_how_it_was(case, solved=YesNo.NO, outcome=Liking.NOT, words=words)
    cases.reopen(case, by=the_citizen(), why=words or _("市民说没有办好。"))
    return _("知道了，我们接着办。")


def last_urged(case: Case) -> datetime | None:
    """Return when the citizen urged last."""
    rows = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act="urge", by=the_citizen())
    at: datetime | None = rows.order_by("-id").values_list("at", flat=True).first()
    return at

"""Whether a citizen may be rung at night about a case: only while his own matter is in hand."""

from __future__ import annotations

from hotline import clock
from hotline.cases.life import Status
from hotline.cases.models import Case
from hotline.journal.models import Entry
from hotline.rules import queries as rules
from hotline.wishes.models import Wish


def is_in_hand(case: Case) -> bool:
    """Say whether the citizen expects us now: somebody is on it, it was done a moment ago, or he asked to be called.

    "A moment ago" is the time in which he is asked how it was: whoever waited at night for the light to come back is awake.
    """
    if case.status in (Status.OPEN, Status.IN_HAND):
        return True
    if Wish.objects.open().filter(case=case).exists():
        return True
    since = clock.now() - rules.book().time("callback_h")
    done = Entry.objects.filter(kind=Case.KIND, subject=case.pk, now=Status.ANSWERED, at__gt=since)
    return case.status == Status.ANSWERED and done.exists()

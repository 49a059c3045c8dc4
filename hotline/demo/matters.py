"""One matter of the sample town under way: its case, who is on it, and the call that ends it.

Which way a matter goes is left to `lives.py` and `assigned.py`.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from hotline import clock
from hotline.cases.life import Result
from hotline.cases.models import Case
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups import timing
from hotline.followups.life import Liking, YesNo
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.people.models import Person
from hotline.rules import queries as rules

from .cast import Cast
from .told import Told, phrases


@dataclass
class Matter:
    """One matter under way: what was told, its case, and whoever took it in."""

    told: Told
    case: Case
    by: Person
    cast: Cast
    job: Dispatch | None = None
    """The work that somebody is on."""

    def look(self) -> Dispatch | None:
        """See who is on it now: another than was asked first, perhaps."""
        self.job = Dispatch.objects.open().filter(case=self.case).select_related("provider").first()
        return self.job

    @property
    def owed(self) -> FollowUp | None:
        """Return the call that is owed to the citizen."""
        return FollowUp.objects.filter(case=self.case, status=FollowUpStatus.DUE).first()

    def answering(self, job: Dispatch) -> Person:
        """Return who speaks for the provider of a job."""
        return self.cast.answering[job.provider.short_name]

    def phrase(self, who: str) -> str:
        """Return what is said on one side when it is done."""
        said = phrases(who)
        return said[self.told.seed % len(said)]


def asked(matter: Matter) -> Generator[datetime, None, None]:
    """The citizen is called back, again and again if need be, and says how it was."""
    missed = 3 if "unreachable" in matter.told.marks else int("missed" in matter.told.marks)
    calling = matter.cast.people["callback41" if matter.told.seed % 2 else "callback42"]
    yield when_awake(matter)
    for _try in range(missed):
        owed = matter.owed
        if owed is None:
            return
        owed = followups.miss(owed, by=calling)
        yield owed.due_at + timedelta(minutes=-10)
    owed, told = matter.owed, matter.told
    if owed is None:
        return
    content = told.liking != Liking.NOT
    ends_badly = told.result == Result.NOT_SOLVED
    ask(
        owed,
        matter,
        by=matter.cast.people["leader01"] if ends_badly else calling,
        solved=YesNo.YES if content else YesNo.NO,
        liking=told.liking,
        words=told.words,
        why=told.words if ends_badly else "",
    )


def ask(
    owed: FollowUp,
    matter: Matter,
    *,
    by: Person,
    solved: YesNo,
    liking: Liking,
    words: str,
    why: str = "",
) -> None:
    followups.ask(
        owed,
        by=by,
        answered=YesNo.YES,
        solved=solved,
        attitude=Liking.CONTENT if liking == Liking.NOT else liking,
        outcome=liking,
        speed=Liking.CONTENT if liking == Liking.NOT else liking,
        result=Result(matter.told.result),
        words=words,
        why=why,
    )


def when_awake(matter: Matter) -> datetime:
    """Return a moment not long from now at which one may ring a citizen."""
    book = rules.book()
    at = timezone.localtime(clock.now()) + timedelta(minutes=20 + matter.told.seed % 6 * 7)
    if timing.awake(at, book):
        return at
    return timing.next_morning(at, book) + timedelta(minutes=12 + matter.told.seed % 6 * 5)

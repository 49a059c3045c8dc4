"""The way a case has come, with its times, as whoever asked may know it: the calls, the company, the citizen's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.utils.translation import gettext as _

from hotline.cases import queries as cases
from hotline.cases.life import ALIVE, Status
from hotline.cases.models import Case, Source
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.people.queries import the_citizen

from . import standing

OWN = {"urge", "add_word", "do_again", "reopen"}
"""What the citizen has done himself, or what was done because he was not content."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One point of the way."""

    word: str
    at: datetime | None = None
    text: str = ""
    state: str = ""


def of(case: Case, work: Dispatch | None) -> list[Stage]:
    """Return the way so far, the first first, where it stands now, and how it will end."""
    answer = cases.answer_to(case)
    words = _words(case, answer)
    came = [_taken_in(case), *_work(case, work, words), *_own(case)]
    ended = case.closed_at is not None and case.status != Status.JOINED
    if case.closed_at:
        label = str(Status(case.status).label)
        came.append(Stage(label, case.closed_at, words if ended else ""))
    if answer and not ended and not _says_so(work):
        came.append(Stage(_("给您的答复"), answer.at, words))
    came.sort(key=attrgetter("at"))
    if case.status not in ALIVE:
        return came
    return [*came, Stage(_now(case), state="now"), Stage(_("办结"), state="next")]


def _taken_in(case: Case) -> Stage:
    rang = case.source == Source.PHONE
    return Stage(_("您打来电话") if rang else _("您的事记下了"), case.taken_at)


def _work(case: Case, work: Dispatch | None, words: str) -> list[Stage]:
    if work is None:
        return []
    who = standing.who_of(case, work) if case.secret else work.provider.short_name
    times = (
        (_("%(who)s接了") % {"who": who}, work.accepted_at, ""),
        (_("%(who)s到了") % {"who": who}, work.arrived_at, ""),
        (_done(work), work.done_at, words if _says_so(work) and not case.closed_at else ""),
    )
    return [Stage(word, at, text) for word, at, text in times if at]


def _says_so(work: Dispatch | None) -> bool:
    """Say whether the answer is the word of whoever did the work."""
    return work is not None and work.status == Work.DONE


def _done(work: Dispatch) -> str:
    if (
        work.amount and work.under_warranty_id is None
    ):  # what another owes is no bill of the citizen's
        amount = f"{work.amount:f}".rstrip("0").rstrip(".")
        return _("说办好了，收 %(amount)s 元") % {"amount": amount}
    return _("说办好了")


def _own(case: Case) -> list[Stage]:
    """Return what the citizen has said here, and how often the case was opened again."""
    rows = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OWN)
    words = {
        "urge": _("您催了一次"),
        "add_word": _("您补充了一句"),
        "do_again": _("没办好，接着办"),
        "reopen": _("没办好，接着办"),
    }
    citizen = the_citizen().pk
    return [
        Stage(
            words[told.entry.act],
            told.entry.at,
            (told.said.get("words") or "") if not case.secret else "",
        )
        for told in journal.tell(rows)
        if told.entry.by_id == citizen or told.entry.act in ("do_again", "reopen")
    ]


def _words(case: Case, answer: cases.Answer | None) -> str:
    """Return what the citizen was answered; nothing in a secret matter, be it his own or the one his was joined to."""
    return "" if answer is None or case.secret or answer.case.secret else answer.words


def _now(case: Case) -> str:
    if case.status == Status.ANSWERED:
        return _("等您评价")
    return _("正在找人办") if case.status == Status.OPEN else _("正在办")

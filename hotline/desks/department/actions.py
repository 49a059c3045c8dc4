"""What this desk does beyond one domain: signing for many at once, and laying files beside what a unit did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline.assignments import actions as assignments
from hotline.assignments import hands
from hotline.assignments.life import LIFE, OPEN
from hotline.assignments.models import Assignment
from hotline.cases import drafts
from hotline.life import history
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.life.once import once
from hotline.papers import actions as papers
from hotline.people.models import Person

MOST = 200
"""As many as may be signed for at once."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of one of many: nothing said, it was signed for."""

    pk: int
    why_not: str = ""


def sign_many(keys: Sequence[int], *, by: Person) -> list[Signed]:
    """Sign for each that somebody's units have; what cannot be signed for is told why not, and keeps none back."""
    if len(keys) > MOST:
        raise NotSo(_("一次最多签收 %(n)s 件。") % {"n": MOST})
    wanted = list(dict.fromkeys(keys))
    own = Assignment.objects.seen_by(by).in_bulk(wanted)
    with transaction.atomic():
        told = {pk: _sign(own.get(pk), by) for pk in sorted(wanted)}  # held in one order by all
    return [Signed(pk, told[pk]) for pk in wanted]


def _sign(assignment: Assignment | None, by: Person) -> str:
    if assignment is None:
        return _("没有这件交办，或者不是您单位的。")
    try:
        with transaction.atomic():
            assignments.sign(assignment, by=by)
    except (NotNow, NotSo, NotYours) as refused:
        return str(refused)
    return ""


def draft_key(assignment: Assignment) -> str:
    """Name the draft of a reply: each time that an assignment is to be replied to has its own."""
    times = assignment.times_sent_back + assignment.times_done_again
    return f"reply-{assignment.pk}-{times}"


def reply(assignment: Assignment, *, by: Person, **said: Any) -> None:
    """Reply; the draft of it goes in the same transaction."""
    with transaction.atomic():
        drafts.drop(draft_key(assignment), by=by)
        assignments.reply(assignment, by=by, **said)


def add_evidence(
    assignment: Assignment, *, files: Sequence[tuple[bytes, str]], by: Person, key: str
) -> str:
    """Examine and keep files as papers of the case that show what the unit did, all or none, once; return a sentence."""
    step = LIFE.steps["add_evidence"]
    hands.demand_own(assignment, by)
    if assignment.status not in OPEN:
        raise NotNow(history.why_not(LIFE, step, assignment, to=by))
    case: Any = assignment.case
    examined = [(papers.examine(case, data=data, by=by), title) for data, title in files]

    def keep() -> str:
        for clean, title in examined:
            paper = papers.add(case, clean=clean, by=by, title=title)
            assignments.add_evidence(assignment, by=by, paper=paper)
        return ngettext("收到 %(n)s 份佐证", "收到 %(n)s 份佐证", len(files)) % {"n": len(files)}

    return once(by, key, keep)

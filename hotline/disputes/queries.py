"""Questions about disputes: which go on, what belongs to one, what was said in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hotline.calls.models import Call
from hotline.deposits.life import Status as Drawn
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.papers import queries as papers
from hotline.papers.models import Paper

from .life import GOING
from .models import Dispute, DisputeQuerySet, Opinion

DISPUTED = (Work.DONE, Work.CONFIRMED, Work.AGAIN)
"""Work about which there can be a dispute: it was done, at least by the provider's word."""
_WITH = ("dispatch__case", "dispatch__provider", "opened_by", "settled_by", "drawing")


@dataclass(frozen=True, slots=True)
class Advice:
    """An opinion with its words; None where they were erased."""

    opinion: Opinion
    words: str | None


def going(person: Any) -> DisputeQuerySet:
    """Return those that have not ended, the one that is due first."""
    rows = Dispute.objects.seen_by(person).going().select_related(*_WITH)
    return rows.order_by("pay_by_at", "opened_at", "pk")


def ended(person: Any) -> DisputeQuerySet:
    """Return those that have ended, the latest first."""
    rows = Dispute.objects.seen_by(person).exclude(status__in=GOING).select_related(*_WITH)
    return rows.order_by("-ended_at", "-pk")


def one(person: Any) -> DisputeQuerySet:
    """Return those that somebody may open, with what their page shows."""
    return Dispute.objects.seen_by(person).select_related(
        *_WITH, "dispatch__case__service", "drawing__asked_by"
    )


def of_dispatch(dispatch: Dispatch) -> Dispute | None:
    """Return the latest dispute about a job."""
    return Dispute.objects.filter(dispatch=dispatch).order_by("-pk").first()


def advice(dispute: Dispute) -> list[Advice]:
    """Return what the advisers have said, the first first."""
    words = {
        told.entry.said["record"]: told.said.get("opinion")
        for told in journal.story(dispute)
        if told.entry.act == "advise"
    }
    rows = dispute.opinions.select_related("entered_by").order_by("pk")
    return [Advice(row, words.get(row.pk)) for row in rows]


def papers_of(dispute: Dispute, person: Any) -> list[Paper]:
    """Return the papers of the case that can show how it was."""
    return list(papers.shown(dispute.dispatch.case, person))


def calls_of(dispute: Dispute, person: Any) -> list[Call]:
    """Return the calls in which the case was spoken of, the first first."""
    case, mine = dispute.dispatch.case, Call.objects.seen_by(person)
    about = [case.about, dispute.dispatch.about]
    wanted = mine.filter(cases=case).values("pk")
    since = mine.filter(subject__in=about).values("pk")
    rows = mine.filter(pk__in=wanted.union(since)).select_related("operator")
    return list(rows.order_by("arrived_at", "pk"))


def is_being_drawn(dispute: Dispute) -> bool:
    """Say whether a draw for it waits for a second word, or was just approved."""
    return dispute.drawing is not None and dispute.drawing.status in (Drawn.ASKED, Drawn.APPROVED)

"""Questions about complaints and cards: what waits for whom, what a provider was shown and what its next fault would bring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from hotline import clock
from hotline.calls.models import Call
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.followups.life import Liking, YesNo
from hotline.followups.models import FollowUp
from hotline.papers.models import Paper, PaperQuerySet
from hotline.providers.models import Provider
from hotline.rules import queries as rules

from . import cards
from .models import Card, CardQuerySet, Cause, Complaint, ComplaintQuerySet

CONTENT = (Liking.VERY, Liking.CONTENT)
WITH = ("provider", "dispatch__case__service", "dispatch__case__area", "opened_by", "decided_by")


def waiting(person: Any) -> ComplaintQuerySet:
    """Return the complaints that wait for somebody, the one with the least time first."""
    return Complaint.objects.seen_by(person).waiting().select_related(*WITH)


def ended(person: Any) -> ComplaintQuerySet:
    """Return the complaints on which there is nothing to do any more, the latest first."""
    done = Complaint.objects.seen_by(person).exclude(
        pk__in=Complaint.objects.waiting().values("pk")
    )
    return done.select_related(*WITH, "card").order_by("-pk")


def cards_of(provider: Provider, person: Any) -> CardQuerySet:
    """Return the cards of a provider, the latest first."""
    mine = Card.objects.seen_by(person).filter(provider=provider)
    needed = ("complaint__dispatch__case__service", "complaint__decided_by", "rectification")
    return mine.select_related(*needed).order_by("-given_at", "-pk")


def next_colour(given: Iterable[Card], at: datetime | None = None) -> cards.Colour:
    """Return what another fault would bring, by those of these cards that count."""
    now, book = at or clock.now(), rules.book()
    count = [one for one in given if one.counts_at(now)]
    before = [
        cards.Given(at=one.given_at, until=one.counts_until_at, book=book, grave=one.grave)
        for one in sorted(count, key=lambda one: (one.given_at, one.pk))
    ]
    return cards.colours([*before, cards.Given(at=now, until=now, book=book)])[-1]


def is_below_satisfied(followup: FollowUp) -> bool:
    """Say whether a citizen who was asked was less than satisfied with anything, or not helped."""
    said = (followup.attitude, followup.outcome, followup.speed)
    likings = [one for one in said if one]
    return YesNo.NO in (followup.answered, followup.solved) or any(
        one not in CONTENT for one in likings
    )


def work_asked_about(followup: FollowUp) -> Dispatch | None:
    """Return the work that a citizen was asked about: what was done last, on the case itself or on that which it is joined to."""
    main = followup.case.joined_to_id or followup.case_id
    done = Dispatch.objects.filter(case=main, done_at__isnull=False)
    done = done.filter(status__in=(Work.DONE, Work.CONFIRMED, Work.AGAIN))
    return done.select_related("provider").order_by("-done_at", "-pk").first()


def is_known(dispatch: Dispatch, cause: Cause, since: datetime) -> bool:
    """Say whether there is an open complaint of this cause about a work, or one opened since."""
    mine = Complaint.objects.filter(dispatch=dispatch, cause=cause)
    return mine.filter(Q(opened_at__gte=since) | Q(pk__in=mine.open().values("pk"))).exists()


def calls_of(complaint: Complaint, person: Any) -> list[Call]:
    """Return the calls that may be evidence: those about the case, its work and its call-backs, and about the complaint."""
    seen, case = Call.objects.seen_by(person), complaint.case
    about = [complaint.about]
    rung = seen.none().values("pk")
    if case is not None:
        others = [*case.dispatches.all(), *case.followups.all()]
        about += [case.about, *(one.about for one in others)]
        rung = seen.filter(cases=case).values("pk")
    since = seen.filter(subject__in=about).values("pk")
    found = seen.filter(pk__in=rung.union(since))
    return list(found.select_related("operator").order_by("arrived_at"))


def papers_of(complaint: Complaint, person: Any) -> PaperQuerySet:
    """Return the papers that may be evidence: those of the case."""
    rows = Paper.objects.seen_by(person)
    return rows.filter(case=complaint.case).order_by("pk") if complaint.case else rows.none()

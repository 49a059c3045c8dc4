"""What holds of the house at any moment, whoever did whatever; what does not is said in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hotline import clock
from hotline.assignments.life import OPEN as OPEN_ASSIGNMENT
from hotline.bulletins.life import Status as BulletinStatus
from hotline.bulletins.models import Bulletin
from hotline.callers.models import Caller
from hotline.cases.life import ALIVE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.deadlines.models import Deadline
from hotline.deposits.models import Account
from hotline.discipline.cards import Colour
from hotline.discipline.life import COUNTING, DECIDED, CardStatus, PlanStatus
from hotline.discipline.life import OPEN as OPEN_COMPLAINT
from hotline.discipline.life import Status as ComplaintStatus
from hotline.discipline.models import Card, Complaint, Rectification
from hotline.dispatch.life import OPEN as OPEN_DISPATCH
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import Mode
from hotline.disputes.life import Status as DisputeStatus
from hotline.disputes.models import Dispute
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.journal.models import Reaction
from hotline.papers import store
from hotline.papers.life import Status as PaperStatus
from hotline.papers.models import Paper
from hotline.privacy.life import Status as ErasureStatus
from hotline.privacy.models import Erasure
from hotline.providers.credentials.queries import Held, terms_of
from hotline.providers.life import GONE
from hotline.providers.models import Credential, Provider
from hotline.restraints.life import STANDING
from hotline.restraints.models import Restraint
from hotline.timelimits.models import Holiday
from hotline.today import today
from hotline.visits.life import Status as VisitStatus
from hotline.visits.life import TaskStatus
from hotline.visits.models import Task, Visit
from hotline.wishes.life import Status as WishStatus
from hotline.wishes.models import Wish
from tests.house import overseeing, scoring, sending

CLOCKS = {
    **{
        ("bulletin", name): (Bulletin, (BulletinStatus.POSTED,))
        for name in ("remind", "remind_again", "until")
    },
    **sending.CLOCKS,
    **scoring.CLOCKS,
    **overseeing.CLOCKS,
    ("card", "counts"): (Card, COUNTING),
    ("card", "judge"): (Card, (CardStatus.APPEALED,)),
    ("bulletin", "until"): (Bulletin, (BulletinStatus.POSTED,)),
    ("case", "hand_over"): (Case, (CaseStatus.OPEN,)),
    ("complaint", "answer"): (Complaint, (ComplaintStatus.VERIFYING,)),
    ("complaint", "decide"): (Complaint, OPEN_COMPLAINT),
    ("complaint", "tell"): (Complaint, DECIDED),
    ("dispatch", "accept"): (Dispatch, (DispatchStatus.OFFERED,)),
    ("dispatch", "arrive"): (Dispatch, (DispatchStatus.ACCEPTED, DispatchStatus.CONTACTED)),
    ("dispute", "pay"): (Dispute, (DisputeStatus.DUE,)),
    ("followup", "call"): (FollowUp, (FollowUpStatus.DUE,)),
    ("rectification", "carry_out"): (Rectification, (PlanStatus.ACCEPTED,)),
    ("rectification", "plan"): (Rectification, (PlanStatus.OWED,)),
    ("restraint", "until"): (Restraint, STANDING),
    ("task", "due"): (Task, (TaskStatus.OPEN,)),
    ("visit", "day"): (Visit, (VisitStatus.PLANNED,)),
    ("wish", "call"): (Wish, (WishStatus.OPEN,)),
}
"""While a thing stands where the second says, and no longer, the clock may run."""
WITHOUT_STATUS: dict[tuple[str, str], Callable[[int], bool]] = {
    ("account", "top_up"): lambda pk: Account.objects.filter(pk=pk, top_up_by_at=None).exists(),
    **{
        ("credential", name): lambda pk: not Credential.objects.newest().filter(pk=pk).exists()
        for name in ("begin", "warn", "warn_again")
    },
    ("holiday", "settle"): lambda pk: not Holiday.objects.filter(pk=pk).exists(),
    ("service", "begin"): lambda pk: Service.objects.filter(pk=pk, valid_from__lt=today()).exists(),
}
"""Clocks of things that have no life: when one of them has nothing to wait for."""


def broken() -> Iterator[str]:
    """Say in sentences what does not hold."""
    yield from of_cases()
    yield from sending.broken()
    yield from overseeing.broken()
    yield from _papers()
    yield from _forgotten()
    yield from _restrained()
    yield from _warranted()
    yield from _disciplined()
    yield from _served()
    yield from of_clocks()
    for claimed in (*Reaction.objects.exclude(trouble=""), *Deadline.objects.exclude(trouble="")):
        yield f"the worker stumbled over {vars(claimed)}"
    for waiting in Reaction.objects.filter(closed_at=None):
        yield f"a sweep left {waiting.name} undone"


def _asked_at_once(jobs: list[Dispatch]) -> bool:
    """Say whether several were asked at one moment, and none has said yes."""
    return all(
        job.status == DispatchStatus.OFFERED and job.mode == Mode.FIRST for job in jobs
    ) and (len({job.offered_at for job in jobs}) == 1)


def _warranted() -> Iterator[str]:
    """Say where work is mended for money that is free, or at the cost of who mends it."""
    for job in Dispatch.objects.filter(under_warranty__isnull=False).select_related(
        "under_warranty"
    ):
        first = job.under_warranty
        assert first is not None
        if job.free and job.amount:
            yield f"{job.about} mends its own work and takes {job.amount}"
        if (job.provider_id == first.provider_id) != job.free:
            yield f"{job.about} mends {first.about}, and it is not said at whose cost"
        if job.owed_by_id not in (None, first.provider_id):
            yield f"{job.about} mends {first.about} at the cost of a stranger"


def of_cases() -> Iterator[str]:
    """Say where a case, its work and its call-backs do not agree."""
    serials = list(Case.objects.order_by("pk").values_list("serial", flat=True))
    if serials != sorted(set(serials)):
        yield f"the numbers do not rise: {serials}"
    for case in Case.objects.select_related("joined_to").prefetch_related(
        "dispatches", "followups", "assignments"
    ):
        units = [one for one in case.assignments.all() if one.status in OPEN_ASSIGNMENT]
        jobs = [job for job in case.dispatches.all() if job.status in OPEN_DISPATCH]
        owed = any(one.status == FollowUpStatus.DUE for one in case.followups.all())
        if len(jobs) > 1 and not _asked_at_once(jobs):
            yield f"{case.about} has {len(jobs)} open dispatches"
        if jobs and units:
            yield f"{case.about} is with {jobs[0].about} and {units[0].about}"
        if case.status == CaseStatus.IN_HAND and not jobs and not units:
            yield f"{case.about} is in hand, but nobody is on it"
        if case.status != CaseStatus.IN_HAND and jobs:
            yield f"{case.about} is {case.status}, but {jobs[0].about} is {jobs[0].status}"
        if case.status != CaseStatus.ANSWERED and owed:
            yield f"{case.about} is {case.status}, but a call-back is owed"
        if case.joined_to is not None:
            yield from _joined(case, case.joined_to)
        if case.status == CaseStatus.CLOSED and not case.result:
            yield f"{case.about} is closed without a result"
        if (case.status in (CaseStatus.OPEN, CaseStatus.IN_HAND, CaseStatus.ANSWERED)) == (
            case.closed_at is not None
        ):
            yield f"{case.about} is {case.status} and its closing time is {case.closed_at}"


def _papers() -> Iterator[str]:
    """A paper has both its files until it is erased, and then neither."""
    for paper in Paper.objects.all():
        there = [name for name in (paper.whole, paper.preview) if name and _is_stored(name)]
        if len(there) != (0 if paper.status == PaperStatus.ERASED else 2):
            yield f"{paper.about} is {paper.status} and has {len(there)} files"


def _is_stored(name: str) -> bool:
    try:
        return bool(store.get(name))
    except FileNotFoundError:
        return False


def _forgotten() -> Iterator[str]:
    """Nothing tells of whoever is forgotten, and nobody is to call him any more."""
    for erasure in Erasure.objects.select_related("caller"):
        done = erasure.status == ErasureStatus.DONE
        if done != (erasure.done_at is not None):
            yield f"{erasure.about} is {erasure.status} and was done at {erasure.done_at}"
        if done and not erasure.caller.erased_at:
            yield f"{erasure.about} is done, but {erasure.caller.about} is still known"
    forgotten = Case.objects.filter(caller__erased_at__isnull=False)
    for case in forgotten.exclude(status__in=ALIVE):
        if case.said or case.papers.exclude(status=PaperStatus.ERASED).exists():
            yield f"{case.about} still tells of {case.caller}"
    for wished in Wish.objects.open().filter(case__in=forgotten):
        yield f"{wished.about} waits for a call to somebody who is forgotten"


def _restrained() -> Iterator[str]:
    """Whom the telephone holds back is restrained in that way and until then, and nobody else is."""
    for one in Restraint.objects.filter(status__in=STANDING).select_related("caller"):
        held = one.caller.limited_until or one.caller.barred_until
        if held != one.until_at or bool(one.caller.barred_until) != (one.status == "barred"):
            yield f"{one.about} is {one.status} until {one.until_at}, but its caller until {held}"
    held_back = Caller.objects.exclude(limited_until=None, barred_until=None)
    for caller in held_back.exclude(restraints__status__in=STANDING):
        yield f"{caller.about} is held back, and nobody has said so"


def _disciplined() -> Iterator[str]:
    """Each card has a founded complaint, each provider the share that its cards leave it, and nobody who is gone has a job."""
    for card in Card.objects.select_related("complaint"):
        found = card.complaint.status == ComplaintStatus.FOUNDED
        if found != (card.status in COUNTING):
            yield f"{card.about} is {card.status}, but its complaint {card.complaint.status}"
        if not card.complaint.is_heard:
            yield f"{card.about} was given before both sides were heard"
    for provider in Provider.objects.prefetch_related("cards"):
        red = [one for one in provider.cards.all() if one.colour == Colour.RED and one.counts]
        if bool(red) != (provider.share_pct < 100):
            yield f"{provider.about} has {len(red)} red cards and {provider.share_pct} % of its turn"
    for job in Dispatch.objects.filter(status__in=OPEN_DISPATCH, provider__status__in=GONE):
        yield f"{job.about} is {job.status}, but its provider is gone"


def _joined(case: Case, main: Case) -> Iterator[str]:
    """A joined case waits as long as its main one goes on, and no longer."""
    if case.status == CaseStatus.JOINED and main.status not in (*ALIVE, CaseStatus.JOINED):
        yield f"{case.about} waits for {main.about}, which is {main.status}"
    if case.status == CaseStatus.ANSWERED and main.status in (CaseStatus.OPEN, CaseStatus.IN_HAND):
        yield f"{case.about} is answered, but its main one {main.about} is {main.status}"


def _served() -> Iterator[str]:
    """A service is on as long as the papers that it needs are good, whatever was done last."""
    for provider in Provider.objects.exclude(status__in=GONE):
        held = Held(provider, today=today())
        offers = list(provider.offers.select_related("service"))
        asked = terms_of(offers, today=today())
        for offer in offers:
            until = held.serves_until(asked[offer.pk])
            if until != offer.until_on:
                yield f"{provider.about} serves {offer.service} until {offer.until_on}, its papers {until}"


def of_clocks() -> Iterator[str]:
    """Say which clock runs for nothing, and which ran out unheard."""
    for running in Deadline.objects.filter(closed_at=None):
        idle = WITHOUT_STATUS.get((running.kind, running.name))
        if idle is not None:
            if idle(running.subject):
                yield f"{running.name} runs for {running.kind}:{running.subject}, for nothing"
            continue
        model, stands = CLOCKS[running.kind, running.name]
        status = model._base_manager.values_list("status", flat=True).get(pk=running.subject)
        if status not in stands:
            yield f"{running.name} runs for {running.kind}:{running.subject}, which is {status}"
        if running.due_at <= clock.now():
            yield f"{running.name} of {running.kind}:{running.subject} ran out and nobody did anything"

"""What holds of the house at any moment, whoever did whatever; what does not is said in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from hotline import clock
from hotline.callers.models import Caller
from hotline.cases.life import ALIVE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.dispatch.life import OPEN as OPEN_DISPATCH
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import Mode
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.journal.models import Reaction
from hotline.papers import store
from hotline.papers.life import Status as PaperStatus
from hotline.papers.models import Paper
from hotline.privacy.life import Status as ErasureStatus
from hotline.privacy.models import Erasure
from hotline.restraints.life import STANDING
from hotline.restraints.models import Restraint
from hotline.wishes.life import Status as WishStatus
from hotline.wishes.models import Wish

CLOCKS = {
    ("case", "hand_over"): (Case, (CaseStatus.OPEN,)),
    ("dispatch", "accept"): (Dispatch, (DispatchStatus.OFFERED,)),
    ("dispatch", "arrive"): (Dispatch, (DispatchStatus.ACCEPTED, DispatchStatus.CONTACTED)),
    ("followup", "call"): (FollowUp, (FollowUpStatus.DUE,)),
    ("restraint", "until"): (Restraint, STANDING),
    ("wish", "call"): (Wish, (WishStatus.OPEN,)),
}
"""While a thing stands where the second says, and no longer, the clock may run."""


def broken() -> Iterator[str]:
    """Say in sentences what does not hold."""
    yield from _cases()
    yield from _papers()
    yield from _forgotten()
    yield from _restrained()
    yield from _clocks()
    for claimed in (*Reaction.objects.exclude(trouble=""), *Deadline.objects.exclude(trouble="")):
        yield f"the worker stumbled over {vars(claimed)}"
    for waiting in Reaction.objects.filter(closed_at=None):
        yield f"a sweep left {waiting.name} undone"


def _asked_at_once(jobs: list[Dispatch]) -> bool:
    """Say whether several were asked at one moment, and none has said yes."""
    return all(
        job.status == DispatchStatus.OFFERED and job.mode == Mode.FIRST for job in jobs
    ) and (len({job.offered_at for job in jobs}) == 1)


def _cases() -> Iterator[str]:
    serials = list(Case.objects.order_by("pk").values_list("serial", flat=True))
    if serials != sorted(set(serials)):
        yield f"the numbers do not rise: {serials}"
    for case in Case.objects.select_related("joined_to").prefetch_related(
        "dispatches", "followups"
    ):
        jobs = [job for job in case.dispatches.all() if job.status in OPEN_DISPATCH]
        owed = any(one.status == FollowUpStatus.DUE for one in case.followups.all())
        if len(jobs) > 1 and not _asked_at_once(jobs):
            yield f"{case.about} has {len(jobs)} open dispatches"
        if case.status == CaseStatus.IN_HAND and not jobs:
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


def _joined(case: Case, main: Case) -> Iterator[str]:
    """A joined case waits as long as its main one goes on, and no longer."""
    if case.status == CaseStatus.JOINED and main.status not in (*ALIVE, CaseStatus.JOINED):
        yield f"{case.about} waits for {main.about}, which is {main.status}"
    if case.status == CaseStatus.ANSWERED and main.status in (CaseStatus.OPEN, CaseStatus.IN_HAND):
        yield f"{case.about} is answered, but its main one {main.about} is {main.status}"


def _clocks() -> Iterator[str]:
    for running in Deadline.objects.filter(closed_at=None):
        model, stands = CLOCKS[running.kind, running.name]
        status = model._base_manager.values_list("status", flat=True).get(pk=running.subject)
        if status not in stands:
            yield f"{running.name} runs for {running.kind}:{running.subject}, which is {status}"
        if running.due_at <= clock.now():
            yield f"{running.name} of {running.kind}:{running.subject} ran out and nobody did anything"

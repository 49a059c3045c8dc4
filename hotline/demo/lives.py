"""How the matters of the sample town go: a generator for each way, read from top to bottom as the matter went.

Each yields the time of its next act and then does it as an operator, a provider or a clerk would. Which matter goes which
way stands in the files; when the clock runs out on one is the house's own doing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Emergency, NotOurs, Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, Kind, Urgency
from hotline.dispatch import actions as dispatches
from hotline.dispatch.life import Refusal
from hotline.dispatch.models import Dispatch
from hotline.followups import timing
from hotline.followups.life import Liking, YesNo
from hotline.life.errors import NotSo
from hotline.rules import queries as rules

from . import assigned, complaints, matters, records
from .cast import Cast
from .history import Life
from .matters import Matter
from .told import Told, phrases

FIRST_TRIES_MIN = 9.0
"""How long an operator looks for somebody at most: within what the line gives itself."""


def live(told: Told, cast: Cast) -> Life:
    """Take a matter in and let it go its way."""
    yield told.at
    by = cast.operator(told.seed)
    asked = cases.Asked(
        said=told.said,
        asked=told.asked,
        kind=Kind(told.kind),
        service=cast.services[told.service] if told.service else None,
        area=cast.areas[cast.callers[told.caller]["area"]],
        address=cast.callers[told.caller]["address"],
        urgency=Urgency.URGENT if told.urgent else Urgency.ORDINARY,
    )
    case = cases.take_in(asked, caller=cast.ring(told.caller, by=by), by=by)
    yield from WAYS[told.way](Matter(told, case, by, cast))


def _waiting(_matter: Matter) -> Life:
    """Nobody has done anything yet."""
    yield from ()


def _offered(matter: Matter) -> Life:
    """A provider is asked; one that refuses or stays silent is followed by the next."""
    told, marks = matter.told, matter.told.marks
    patience = timedelta(minutes=2 if told.urgent else 4)
    soon = told.after(0.5)
    yield min(max(soon, told.after(told.accepted_min) - patience), told.after(FIRST_TRIES_MIN))
    _offer(matter)
    if matter.job is None:  # nobody works at this hour: they are asked again when they do
        yield timing.next_morning(timezone.localtime(clock.now()), rules.book())
        _offer(matter)
    asked_at, job = clock.now(), matter.job
    if job is None or told.way == "offered":
        return
    if "refused" in marks:
        yield asked_at + timedelta(minutes=1.5)
        dispatches.refuse(job, by=matter.answering(job), ground=Refusal.BUSY)
    late = timedelta(minutes=6 if "lapsed" in marks else 2 if "refused" in marks else 0)
    accepted_at = max(told.after(told.accepted_min), asked_at + timedelta(seconds=20))
    yield min(accepted_at, asked_at + patience) + late
    if late:
        matter.look()
    _step(matter, dispatches.accept)


def _offer(matter: Matter) -> None:
    handler = matter.told.handler
    try:
        if handler is not None:
            to = matter.cast.providers[handler]
            matter.job = dispatches.offer(matter.case, to=to, by=matter.by)
            return
    except NotSo:
        pass  # it has its hands full: whoever else can be asked
    with suppress(NotSo):
        matter.job = dispatches.offer_best(matter.case, by=matter.by)


def _served(matter: Matter) -> Life:
    """A provider comes, does the work, and the citizen is asked."""
    told = matter.told
    yield from _offered(matter)
    if "contact" in told.marks:
        yield told.after(told.accepted_min + 2)
        _step(matter, dispatches.contact)
    if told.there_min is not None:
        yield told.after(told.there_min)
        _step(matter, dispatches.arrive)
    if told.done_min is None:
        return
    yield told.after(told.done_min)
    _finish(matter)
    if "uncalled" in told.marks:
        return
    if "again" in told.marks:
        yield from _redone(matter)
    yield from matters.asked(matter)
    yield from complaints.live(
        matter.case,
        matter.cast,
        answering=lambda provider: matter.cast.answering[provider.short_name],
        phrase=matter.phrase,
    )


def _redone(matter: Matter) -> Life:
    """The citizen, asked, is not content; the same provider comes again the next morning."""
    yield matters.when_awake(matter)
    owed, job = matter.owed, matter.job
    if owed is None or job is None:
        return
    matters.ask(
        owed, matter, by=matter.by, solved=YesNo.NO, liking=Liking.NOT, words=matter.phrase("cross")
    )
    yield clock.now() + timedelta(minutes=3)
    matter.job = dispatches.offer(matter.case, to=job.provider, by=matter.by)
    for minutes, act in ((2, dispatches.accept), (25, dispatches.arrive)):
        yield clock.now() + timedelta(minutes=minutes)
        _step(matter, act)
    yield clock.now() + timedelta(minutes=55)
    _finish(matter)


def _step(matter: Matter, act: Callable[..., Dispatch]) -> None:
    job = matter.job
    if job is not None:
        act(job, by=matter.answering(job))


def _finish(matter: Matter) -> None:
    """The provider reports what was done, and for how much."""
    job, service = matter.job, matter.case.service
    if job is None or service is None:
        return
    price = service.reference_price
    extra = Decimal(10 * (matter.told.seed % 5)) if price else Decimal(0)
    done = matter.phrase(service.code[:2])
    dispatches.finish(
        job,
        by=matter.answering(job),
        answer=done,
        amount=None if price is None else price + extra,
        why_more=done if extra else "",
    )


def _department(matter: Matter) -> Life:
    """A department has it for some days; what it answers, the citizen is told. So it was before units signed for anything."""
    told = matter.told
    clerk = matter.cast.people[str(told.handler)]
    organisation = next(
        r["organisation"] for r in records.rows("people") if r["username"] == told.handler
    )
    yield told.after(4)
    cases.hand_over(matter.case, by=matter.by, to=organisation, due_at=told.after(5 * 24 * 60))
    yield told.after(told.done_min or 26 * 60)
    cases.answer(matter.case, by=clerk, answer=matter.phrase(clerk.username))
    yield from matters.asked(matter)


def _answered(matter: Matter) -> Life:
    """The operator answers it himself."""
    yield matter.told.after(3)
    result = Result(matter.told.result)
    cases.answer_at_once(matter.case, by=matter.by, result=result, answer=phrases("desk")[0])


def _unmet(matter: Matter) -> Life:
    """The line does not offer it; the caller is helped along, and the wish is kept."""
    yield matter.told.after(6)
    cases.tell_unmet(matter.case, by=matter.by)
    cases.answer_at_once(matter.case, by=matter.by, result=Result.HELPED, answer=phrases("desk")[1])


def _declined(matter: Matter) -> Life:
    yield matter.told.after(5)
    why = phrases("desk")[0]
    cases.decline(matter.case, by=matter.by, ground=NotOurs.COURT, why=why)


def _passed(matter: Matter) -> Life:
    yield matter.told.after(0.5)
    cases.pass_on(matter.case, by=matter.by, to=Emergency.FIRE)


def _withdrawn(matter: Matter) -> Life:
    yield from _offered(matter)
    yield matter.told.after(matter.told.accepted_min + 8)
    if Case.objects.get(pk=matter.case.pk).status == CaseStatus.IN_HAND:
        cases.withdraw(matter.case, by=matter.by, why=matter.told.asked)


def _void(matter: Matter) -> Life:
    yield matter.told.after(1)
    cases.make_void(matter.case, by=matter.by, why=matter.told.said)


WAYS: dict[str, Callable[[Matter], Life]] = {
    "served": _served,
    "offered": _offered,
    "waiting": _waiting,
    "department": _department,
    "assigned": assigned.live,
    "answered": _answered,
    "unmet": _unmet,
    "declined": _declined,
    "passed": _passed,
    "withdrawn": _withdrawn,
    "void": _void,
}
"""What a matter's course may be called in the files."""

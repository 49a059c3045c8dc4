"""Random walks through every life of the house: whoever does whatever, whenever, the house stays whole.

Each walk is one random day of a small line: calls come in, people take steps that are open to them and steps that are
not, time passes, the worker sweeps. After every act the invariants are asked; a walk that breaks one prints its story.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from hotline import clock
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases.life import ALIVE, Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, Kind, Urgency
from hotline.deadlines.models import Deadline
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import OPEN as OPEN_DISPATCH
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.journal import verify
from hotline.journal.models import Entry, Reaction
from hotline.life import undoing
from hotline.life.asks import Ask, Count, Money, Pick, Tick, Which
from hotline.life.errors import NotDone
from hotline.life.models import Living
from hotline.life.steps import LIVES
from hotline.papers import actions as papers
from hotline.papers import store
from hotline.papers.life import Status as PaperStatus
from hotline.papers.models import Paper
from hotline.papers.reading import Clean
from hotline.people.queries import the_citizen
from hotline.privacy import actions as privacy
from hotline.privacy.life import Status as ErasureStatus
from hotline.privacy.models import Erasure
from hotline.restraints import actions as restraints
from hotline.restraints.life import STANDING
from hotline.restraints.models import Restraint
from hotline.shifts import actions as shifts
from hotline.shifts import turns
from hotline.site import worker
from hotline.wishes import actions as wishes
from hotline.wishes.life import Status as WishStatus
from hotline.wishes.models import Wish
from tests.privacy.conftest import key_file
from tests.town import Town, at

__all__ = ["key_file"]

WALKS = int(os.environ.get("HOTLINE_WALKS", "6"))
STEPS = 130

LIVING: dict[str, type[Living]] = {
    model.KIND: model for model in apps.get_models() if issubclass(model, Living)
}
"""Every kind of thing that has a life."""
PHOTO = Clean("image/png", 1, b"whole", b"preview")
CLOCKS = {
    ("case", "hand_over"): (Case, (CaseStatus.OPEN,)),
    ("dispatch", "accept"): (Dispatch, (DispatchStatus.OFFERED,)),
    ("dispatch", "arrive"): (Dispatch, (DispatchStatus.ACCEPTED, DispatchStatus.CONTACTED)),
    ("followup", "call"): (FollowUp, (FollowUpStatus.DUE,)),
    ("restraint", "until"): (Restraint, STANDING),
    ("wish", "call"): (Wish, (WishStatus.OPEN,)),
}
"""While a thing stands where the second says, and no longer, the clock may run."""


@dataclass
class Walk:
    """One random day; `story` is what to read when it went wrong."""

    town: Town
    dice: random.Random
    story: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Let there be some callers, and one of each kind of thing."""
        caller, past = (
            self.town.caller(name, f"1380000512{number}") for number, name in enumerate("陈周")
        )
        by, lin = self.town.operator_28, self.town.people["lin"]
        asked = cases.Asked(said="漏水了", service=self.town.services["水管维修"])
        job = dispatch.offer(
            cases.take_in(asked, by=by, caller=caller), to=self.town.providers["家家乐"], by=by
        )
        dispatch.accept(job, by=lin)
        dispatch.finish(job, by=lin, answer="好了")
        papers.add(job.case, clean=PHOTO, by=by)
        wishes.wish(job.case, by=the_citizen())
        shifts.draw_up(turns.handing_over(clock.now()), by=self.town.leader)
        privacy.ask(caller, by=self.town.people["admin"], why="本人")
        self.abuse(past)
        over = cases.take_in(cases.Asked(said="问个电话"), by=by, caller=past)
        papers.add(over, clean=PHOTO, by=by)
        wishes.wish(over, by=the_citizen())
        cases.answer_at_once(over, by=by, result=Result.EXPLAINED, answer="告诉他了")
        worker.sweep()

    def step(self) -> None:
        """Do one thing that somebody might do, then let the house react."""
        acts: dict[Callable[[], None], int] = {
            self.take_in: 4, self.offer: 6, self.live: 24, self.regret: 4, self.join: 3, self.miss: 2,
            self.wait: 4, self.add: 3, self.wish: 3, self.forget: 2, self.abuse: 2,
        }  # fmt: skip
        self.dice.choices(list(acts), list(acts.values()))[0]()
        worker.sweep()

    def take_in(self) -> None:
        """A citizen asks for something, in the catalogue or not."""
        service = self.dice.choice([*self.town.services.values()] * 2 + [None])
        asked = cases.Asked(
            said=self.dice.choice(["漏水了"] * 9 + [" "]),
            service=service,
            kind=self.dice.choice(list(Kind)),
            area=self.dice.choice([*self.town.places.values(), None]),
            urgency=self.dice.choice(list(Urgency)),
            outside_catalogue=service is None,
        )
        caller = self.dice.choice([*Caller.objects.filter(erased_at=None), None])
        self.attempt(
            "take_in", lambda: cases.take_in(asked, by=self.town.operator_28, caller=caller)
        )

    def add(self) -> None:
        """A photo is added to a case, by the desk or by the citizen."""
        case, by = self.some(Case), self.dice.choice([self.town.operator_28, the_citizen()])
        if case is not None:
            self.attempt(f"{case.about} add by {by}", lambda: papers.add(case, clean=PHOTO, by=by))

    def wish(self) -> None:
        """A citizen wishes to be called about a case."""
        case = self.some(Case)
        if case is not None:
            self.attempt(f"{case.about} wish", lambda: wishes.wish(case, by=the_citizen()))

    def forget(self) -> None:
        """Somebody writes down that a citizen wants to be forgotten; the daily sweep comes by."""
        people = [self.town.people[name] for name in ("admin", "auditor", "op28")]
        by = self.dice.choice(people)
        for asked in Erasure.objects.filter(status=ErasureStatus.ASKED):
            self.attempt(f"{asked.about} grant by {by}", lambda: privacy.grant(asked, by=by))  # noqa: B023
        ended = Caller.objects.exclude(cases__status__in=ALIVE)
        caller = self.dice.choice(list(ended) or list(Caller.objects.all()))
        self.attempt(f"{caller.about} ask by {by}", lambda: privacy.ask(caller, by=by, why="本人"))
        self.story.append(f"{privacy.carry_out_granted()} are forgotten")

    def abuse(self, caller: Caller | None = None) -> None:
        """Somebody rings, abuses whoever answers, and is noted."""
        known = list(Caller.objects.filter(erased_at=None))
        if not known:
            return
        now, caller = clock.now(), caller or self.dice.choice(known)
        call = Call.objects.create(
            direction=Direction.IN, status=CallStatus.ENDED, caller=caller,
            operator=self.town.operator_28, arrived_at=now, answered_at=now, ended_at=now,
        )  # fmt: skip
        by = self.dice.choice([self.town.operator_28, self.town.leader])
        self.attempt(f"{caller.about} note", lambda: restraints.note(call, by=by, why="谩骂"))

    def offer(self) -> None:
        """Somebody gives a case to a provider: the one he likes, or the first on the list."""
        case = self.some(Case)
        if case is None:
            return
        to = self.dice.choice([*self.town.providers.values(), None])
        by = self.dice.choice([self.town.operator_28, self.town.leader])
        if to is None:
            self.attempt(
                f"{case.about} offer_best by {by}", lambda: dispatch.offer_best(case, by=by)
            )
        else:
            self.attempt(
                f"{case.about} offer to {to} by {by}", lambda: dispatch.offer(case, to=to, by=by)
            )

    def live(self) -> None:
        """Somebody takes a step of something: mostly one that is open and his to take, sometimes any."""
        thing = self.some(self.dice.choice(list(LIVING.values()))) or self.some(Case)
        if thing is None:
            return
        steps = [step for step in LIVES[thing.KIND].steps.values() if not step.part]
        people = list(self.town.people.values())  # the house itself acts in the sweep alone
        if self.dice.random() < 0.85:
            steps = [step for step in steps if thing.status in step.whence] or steps
        rare = [1 if step.to is None or step.tone == "danger" else 5 for step in steps]
        step = self.dice.choices(steps, rare)[0]
        if self.dice.random() < 0.85:
            people = [person for person in people if person.role & step.by] or people
        by = self.dice.choice(people)
        if not type(thing)._default_manager.seen_by(by).filter(pk=thing.pk).exists():
            return  # the door would not find it for him
        given = {ask.name: value for ask in step.asks if (value := self.answer(ask)) is not None}
        self.attempt(
            f"{thing.about} {step.name} by {by} {given}",
            lambda: LIVES[thing.KIND].actions[step.name](thing, by=by, **given),
        )

    def regret(self) -> None:
        """Somebody does something and takes it back at once, or a little too late."""
        thing = self.some(Case)
        if thing is None:
            return
        steps = [step for step in LIVES["case"].steps.values() if thing.status in step.undo]
        if not steps:
            return
        step, by = self.dice.choice(steps), self.town.leader
        given = {ask.name: value for ask in step.asks if (value := self.answer(ask)) is not None}
        was, version = standing(thing), thing.version
        self.attempt(
            f"{thing.about} {step.name} by {by} {given}",
            lambda: LIVES["case"].actions[step.name](thing, by=by, **given),
        )
        thing.refresh_from_db()
        if thing.version == version:
            return  # refused
        if self.dice.random() < 0.5:
            worker.sweep()
        if self.dice.random() < 0.2:
            self.wait()
        self.attempt(f"{thing.about} undo by {by}", lambda: undoing.undo(thing, by=by))
        if "✗" not in self.story[-1]:
            assert standing(type(thing)._base_manager.get(pk=thing.pk)) == was, self.story

    def join(self) -> None:
        """The same matter again: a case is joined to another."""
        alive = list(Case.objects.alive().order_by("-pk")[:6])
        if len(alive) < 2:
            return
        case, into = self.dice.sample(alive, 2)
        by, wants_no_call = self.town.operator_28, self.dice.random() < 0.4
        self.attempt(
            f"{case.about} join {into.about}",
            lambda: cases.join(case, by=by, into=into, wants_no_call=wants_no_call),
        )

    def miss(self) -> None:
        """A citizen does not take the call-back."""
        followup = self.some(FollowUp)
        if followup is not None:
            by = self.town.people["callback"]
            self.attempt(f"{followup.about} miss", lambda: followups.miss(followup, by=by))

    def wait(self) -> None:
        """Time goes by."""
        minutes = self.dice.choice([1, 4, 6, 20, 35, 130, 700])
        self.story.append(f"{minutes} minutes pass")
        clock.pass_time(timedelta(minutes=minutes))

    def answer(self, ask: Ask) -> Any:
        """Fill one field of a step's form as somebody might; None leaves it empty."""
        if not ask.required and self.dice.random() < 0.5:
            return None
        match ask:
            case Pick():
                return self.dice.choice(list(ask.of))
            case Which():
                return self.dice.choice(list(Case.objects.alive()) or [None])
            case Money():
                return Decimal(self.dice.randrange(500))
            case Count():
                return self.dice.randrange(90)
            case Tick():
                return self.dice.random() < 0.5
            case _:
                return "话"

    def some(self, model: type[Any]) -> Any:
        """Return something there is, mostly one that still goes on."""
        rows = list(model._base_manager.order_by("-pk")[:12])
        ended = LIVES[model.KIND].ended()
        going = [row for row in rows if row.status not in ended]
        return self.dice.choice(going if going and self.dice.random() < 0.8 else rows or [None])

    def attempt(self, what: str, act: Callable[[], object]) -> None:
        """Try an act as a page does, in a transaction of its own; refused, it must leave nothing behind."""
        self.story.append(what)
        before = everything()
        try:
            with transaction.atomic():
                try:
                    act()
                except NotDone:
                    # The engine dooms the transaction; whoever refuses before it must not have written.
                    assert connection.needs_rollback or everything() == before, what
                    raise
        except NotDone as refused:
            self.story[-1] += f" ✗ {type(refused).__name__}"
            assert everything() == before, f"refused, but something changed: {what}"


def standing(thing: Living) -> tuple[Any, ...]:
    """Return how a thing stands, its clocks included: what an undo must bring back."""
    columns = {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.name not in ("head", "version")
    }
    mine = Deadline.objects.filter(kind=thing.KIND, subject=thing.pk, closed_at=None)
    return columns, list(mine.order_by("pk").values_list("pk", "name", "due_at", "next_at"))


def everything() -> tuple[Any, ...]:
    """Return what no refused act may change."""
    living = [
        (row.about, row.status, row.version, bytes(row.head))
        for model in LIVING.values()
        for row in model._base_manager.order_by("pk").only("status", "version", "head")
    ]
    clocks = list(Deadline.objects.order_by("pk").values_list("pk", "closed_at", "due_at"))
    return living, clocks, Entry.objects.count(), Reaction.objects.count()


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


def _cases() -> Iterator[str]:
    serials = list(Case.objects.order_by("pk").values_list("serial", flat=True))
    if serials != sorted(set(serials)):
        yield f"the numbers do not rise: {serials}"
    for case in Case.objects.select_related("joined_to").prefetch_related(
        "dispatches", "followups"
    ):
        jobs = [job for job in case.dispatches.all() if job.status in OPEN_DISPATCH]
        owed = any(one.status == FollowUpStatus.DUE for one in case.followups.all())
        if len(jobs) > 1:
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


@pytest.mark.parametrize("seed", range(WALKS))
def test_whoever_does_whatever_the_house_stays_whole(key_file: Path, town: Town, seed: int) -> None:
    walk = Walk(town, random.Random(seed))
    with clock.frozen(at(8, 0)):
        walk.begin()
        for _ in range(STEPS):
            walk.step()
            faults = list(broken())
            assert not faults, "\n".join([*faults, "", *walk.story])
    assert verify.run() == []
    done = Entry.objects.filter(kind__in=LIVING).count()
    refused = sum("✗" in line for line in walk.story)
    assert done > STEPS / 10, "the walk went nowhere"
    assert refused, "nobody was ever refused anything"
    assert all(Entry.objects.filter(kind=kind).exists() for kind in LIVING), walk.story


def test_the_walks_go_through_every_life() -> None:
    assert set(LIVING) == set(LIVES)


def test_the_walks_would_notice(key_file: Path, town: Town) -> None:
    """Each invariant is broken once, behind the actions' backs, and is seen."""
    by = town.operator_28
    with clock.frozen(at(8, 0)):
        case = cases.take_in(cases.Asked(said="漏水", service=town.services["水管维修"]), by=by)
        worker.sweep()
        assert list(broken()) == []
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.IN_HAND)
        assert {fault.split(",")[-1] for fault in broken()} == {
            " but nobody is on it",
            " which is in_hand",
        }
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.OPEN, closed_at=clock.now())
        assert any("closing time" in fault for fault in broken())
        photo = papers.add(case, clean=PHOTO, by=by)
        store.throw_away(photo.preview)
        assert any("has 1 files" in fault for fault in broken())
        caller = town.caller("陈", "13800005126")
        erasure = privacy.ask(caller, by=town.people["admin"], why="本人")
        Erasure.objects.filter(pk=erasure.pk).update(status=ErasureStatus.DONE)
        assert sum("erasure" in fault for fault in broken()) == 2
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.WITHDRAWN, caller=caller)
        Caller.objects.filter(pk=caller.pk).update(erased_at=clock.now(), limited_until=clock.now())
        assert any("held back" in fault for fault in broken())
        wishes.wish(case, by=the_citizen())
        assert any("still tells" in fault for fault in broken())
        assert any("waits for a call" in fault for fault in broken())
        clock.pass_time(timedelta(hours=3))
        assert any("ran out" in fault for fault in broken())

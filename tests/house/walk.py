"""A random day of a small line: calls come in, people take steps that are open to them and steps that are not, time passes.

Decides what is done, by whom, how often. What must hold after each act is left to `whole`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import connection, transaction

from hotline import clock
from hotline.absences import actions as absences
from hotline.bulletins import actions as bulletins
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.calls.states import Direction
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases.life import ALIVE, Result
from hotline.cases.models import Case, Kind, Urgency
from hotline.departments import actions as departments
from hotline.departments.models import Remit
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Fault
from hotline.discipline.models import Cause
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import Mode
from hotline.filings import actions as filings
from hotline.followups import actions as followups
from hotline.followups.models import FollowUp
from hotline.league import actions as league
from hotline.life import undoing
from hotline.life.asks import Ask, Count, Day, Moment, Money, Pick, Tick, Which
from hotline.life.errors import NotDone
from hotline.life.steps import LIVES
from hotline.papers import actions as papers
from hotline.papers.reading import Clean
from hotline.people.queries import the_citizen
from hotline.privacy import actions as privacy
from hotline.privacy.life import Status as ErasureStatus
from hotline.privacy.models import Erasure
from hotline.providers.models import Provider
from hotline.restraints import actions as restraints
from hotline.shifts import actions as shifts
from hotline.shifts import turns
from hotline.timelimits import actions as timelimits
from hotline.today import today
from hotline.training import actions as training
from hotline.visits import actions as visits
from hotline.visits.models import Visit
from hotline.wishes import actions as wishes
from tests import money
from tests.house import circulating, overseeing, replying, scoring, sending
from tests.house.traces import LIVING, everything, standing
from tests.stories.steps import the_house_reacts
from tests.town import Town

PHOTO = Clean("image/png", 1, b"whole", b"preview")


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
        bulletins.post("停工", words="都停", until_on=today(), by=self.town.leader)
        filings.ask_to_take_on(job.provider, by=lin, name="新师傅", telephone="13800000009")
        shifts.draw_up(turns.handing_over(clock.now()), by=self.town.leader)
        timelimits.switch_on("台风", by=self.town.leader, why="预警")
        privacy.ask(caller, by=self.town.people["admin"], why="本人")
        money.begin(self.town, job, lin)
        self.abuse(past)
        water = Remit.objects.get(lead=self.town.units["执法局"])
        departments.contest(water, by=by, claim="水管归供水")
        absences.enter(
            self.town.providers["明光电工"], from_at=clock.now(),
            until_at=clock.now() + timedelta(hours=2), why="休", by=by,
        )  # fmt: skip
        Provider.objects.update(since_on=date(2011, 6, 30))  # a year that can be appraised is over
        self.watch()
        over = cases.take_in(cases.Asked(said="问个电话"), by=by, caller=past)
        papers.add(over, clean=PHOTO, by=by)
        wishes.wish(over, by=the_citizen())
        cases.answer_at_once(over, by=by, result=Result.EXPLAINED, answer="告诉他了")
        self.misbehave(job)
        for part in (replying, sending, scoring, overseeing, circulating):
            part.begin(self.town)
        the_house_reacts()

    def misbehave(self, job: Dispatch) -> None:
        """Let the provider of a job be found at fault twice: a complaint, two cards, a rectification."""
        by, lin = self.town.operator_28, self.town.people["lin"]
        for cause in (Cause.CITIZEN, Cause.STAFF):
            one = discipline.lodge(job.provider, by=by, cause=cause, words="差", dispatch=job)
            discipline.take_up(one, by=by, question="请说明")
            discipline.hear_citizen(one, by=by, words="很差")
            discipline.answer(one, by=lin, words="认错")
            discipline.find_true(one, by=self.town.leader, fault=Fault.QUALITY, why="查实")

    def complain(self) -> None:
        """Somebody says that a provider did badly."""
        job = self.some(Dispatch)
        by, cause = (
            self.dice.choice([self.town.operator_28, self.town.leader]),
            self.dice.choice(list(Cause)),
        )
        if job is not None:
            self.attempt(
                f"{job.about} lodge {cause}",
                lambda: discipline.lodge(
                    job.provider, by=by, cause=cause, words="差", dispatch=job
                ),
            )

    def step(self) -> None:
        """Do one thing that somebody might do, then let the house react."""
        acts: dict[Callable[[], None], int] = {
            self.take_in: 4, self.offer: 6, self.live: 24, self.regret: 4, self.join: 3, self.miss: 2,
            self.wait: 4, self.add: 3, self.wish: 3, self.forget: 2, self.abuse: 2,
            self.be_away: 1, self.give_out: 1,
            self.watch: 1, self.claim: 3,
            self.complain: 2, partial(sending.step, self): 4,
            partial(overseeing.step, self): 1,
        }  # fmt: skip
        self.dice.choices(list(acts), list(acts.values()))[0]()
        the_house_reacts()

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
        if case is not None and case.caller and case.caller.erased_at:
            return  # it would lie there until the next night's sweep, which no walk waits for
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

    def watch(self) -> None:
        """Somebody plans a visit, announces a course, drafts an appraisal; a task follows a visit that was made."""
        leader, firm = self.town.leader, self.dice.choice(list(self.town.providers.values()))
        day = today()
        self.attempt(
            f"{firm.about} plan",
            lambda: visits.plan(firm, by=leader, visitor=leader, plan_on=day),
        )
        visit = Visit.objects.order_by("-pk").first()
        if visit is not None:
            self.attempt(
                f"{visit.about} report",
                lambda: visits.report(visit, by=leader, visited_on=day, heard="话", seen="话"),
            )
            self.attempt(
                f"{visit.about} set_task",
                lambda: visits.set_task(visit, by=leader, what="办", owner=leader, due_on=day),
            )
        course = training.announce("课", by=leader, held_on=day, tutor="徐")
        self.attempt(
            f"{course.about} enrol",
            lambda: training.enrol(course, by=leader, members=firm.members.all()),
        )
        self.attempt(
            f"{firm.about} draft", lambda: league.draft(firm, by=leader, year=day.year - 1)
        )

    def claim(self) -> None:
        """Somebody claims that a case is about work that is under warranty."""
        case, of = self.some(Case), self.some(LIVING["dispatch"])
        if case is not None and of is not None:
            by = self.dice.choice([self.town.operator_28, self.town.leader])
            self.attempt(
                f"{case.about} claim of {of.about}", lambda: dispatch.claim(case, of=of, by=by)
            )

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
            give = self.dice.choice([dispatch.offer, dispatch.offer_named])
            self.attempt(
                f"{case.about} {give.__name__} to {to} by {by}", lambda: give(case, to=to, by=by)
            )

    def be_away(self) -> None:
        """A provider says from when until when it is away: now and then the wrong way round."""
        to, now = self.dice.choice([*self.town.providers.values()]), clock.now()
        start = now + timedelta(hours=self.dice.choice([0, 0, 2, 30]))
        until = start + timedelta(hours=self.dice.choice([-1, 1, 1, 5]))
        by = self.dice.choice([self.town.operator_28, self.town.people["lin"]])
        self.attempt(
            f"{to.about} be_away by {by}",
            lambda: absences.enter(to, from_at=start, until_at=until, why="休", by=by),
        )

    def give_out(self) -> None:
        """A service is given out otherwise than before."""
        service, mode = (
            self.dice.choice([*self.town.services.values()]),
            self.dice.choice(list(Mode)),
        )
        by = self.dice.choice([self.town.leader, self.town.operator_28])
        self.attempt(
            f"{service.about} {mode} by {by}",
            lambda: dispatch.set_mode(service, mode=mode, by=by),
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
            the_house_reacts()
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
                return self.dice.choice(list(ask.rows()) or [None])
            case Moment():
                return clock.now() - timedelta(minutes=self.dice.randrange(-5, 90))
            case Money():
                return Decimal(self.dice.randrange(500))
            case Count():
                return self.dice.randrange(90)
            case Day():
                return today() + timedelta(days=self.dice.randrange(-30, 700))
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

"""A year of 200 providers and 20,000 jobs, driven through the actions: every card has a verified fault, and nobody is offered a
job who may not be sent, and the deposits are what was paid in and taken out.

What happens is drawn by dice; what must hold is asked on every day of it and of the whole at its end. The ladder is counted
again from the journal alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from hotline import clock
from hotline.cases import actions as cases
from hotline.deposits.models import Voucher
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Fault
from hotline.discipline.life import COUNTING, Status
from hotline.discipline.models import Card, Complaint, Rectification
from hotline.discipline.rectifying import actions as rectifying
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.journal import verify
from hotline.journal.models import Entry
from hotline.life.errors import NotDone, NotSo
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers import actions as providers
from hotline.providers.life import MAY_BE_SENT
from hotline.providers.life import Status as Standing
from hotline.providers.models import Provider
from hotline.today import today
from tests import drills
from tests import town as cast
from tests.deposits.ledger import check_the_books
from tests.drills.purse import Purse
from tests.house.whole import broken
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import at

if TYPE_CHECKING:
    from tests.town import Town

DAYS, PROVIDERS, JOBS = (365, 200, 20_000) if drills.IS_WHOLE else (36, 20, 2_000)
SLIP = 0.006
"""How often somebody does not come, or a citizen is not content: each provider does a hundred jobs."""
HOUR = timedelta(hours=1)


@dataclass
class Year:
    """One year; `counted` is what happened in it."""

    town: Town
    dice: random.Random
    leaders: list[Person]
    purse: Purse
    workers: dict[int, Person] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Let there be so many providers, of whom a few are bad."""
        admin, water = self.town.people["admin"], self.town.services["水管维修"]
        Provider.objects.update(most_open=50)
        for n in range(PROVIDERS):
            name = f"第{n}家"
            one = providers.enter(
                name, telephone="13800000001", since_on=clock.now().date(), most_open=20, by=admin
            )
            providers.serve(one, water, areas=[self.town.places["瑞安"]], by=admin)
            worker = people.engage(f"w{n}", name=f"师傅{n}", role=Role.PROVIDER, by=admin)
            providers.send_member(one, worker, telephone="13800000001", by=admin)
            self.workers[one.pk] = worker
            if n % 2:
                self.purse.open(one)
        for one in self.town.providers.values():
            self.workers[one.pk] = one.members.get().person

    def day(self, jobs: int) -> None:
        """Let a day pass: jobs are done well and badly, what was complained of is seen to, some appeal, some leave."""
        for _ in range(jobs):
            self.job()
        self.judge()
        self.appeals()
        self.come_and_go()
        self.purse.day()
        clock.pass_time(12 * HOUR)
        the_house_reacts()
        clock.pass_time(12 * HOUR)
        the_house_reacts()

    def job(self) -> None:
        """One job: offered to the first who can be asked, done, and its citizen called back."""
        by = self.town.operator_28
        asked = cases.Asked(
            said="漏水", service=self.town.services["水管维修"], area=self.town.places["虹桥"]
        )
        case = cases.take_in(asked, by=by, caller=self.caller())
        try:
            job = dispatch.offer_best(case, by=by)
        except NotSo:
            self.counted["nobody"] += 1
            return
        self.counted["jobs"] += 1
        if self.dice.random() < 0.1:
            refused, ground = self.workers[job.provider_id], Refusal.BUSY
            dispatch.refuse(job, by=refused, ground=ground)  # the house asks the next by itself
            the_house_reacts()
            taken = case.dispatches.open().first()
            if taken is None:
                return
            job = taken
        worker = self.workers[job.provider_id]
        dispatch.accept(job, by=worker)
        if self.dice.random() < SLIP:
            clock.pass_time(HOUR / 2 + timedelta(minutes=1))  # and nobody comes
            the_house_reacts()
        if self.dice.random() < SLIP:
            return  # still in hand when the evening comes
        dispatch.finish(job, by=worker, answer="修好了")
        the_house_reacts()
        self.call_back(case)

    def caller(self) -> Any:
        """Return who asks: one of some hundred."""
        return self.town.caller("陈", f"13{self.dice.randrange(100):09d}")

    def call_back(self, case: Any) -> None:
        """Ask the citizen; a few are less than satisfied."""
        owed = case.followups.filter(status="due").first()
        if owed is None:
            return
        liking = self.dice.choices(list(Liking), [0.7, 0.3, SLIP, SLIP])[0]
        solved = YesNo.NO if liking == Liking.NOT else YesNo.YES
        followups.ask(
            owed, by=self.town.people["callback"], answered=YesNo.YES, solved=solved,
            attitude=Liking.VERY, outcome=liking, speed=Liking.CONTENT,
            words=self.dice.choice(["", "还在漏"]),
        )  # fmt: skip
        the_house_reacts()

    def judge(self) -> None:
        """See to what is complained of: some is dismissed, some unfounded, some grave."""
        by = self.town.operator_28
        for one in Complaint.objects.filter(status=Status.OPENED).order_by("pk"):
            first, second = self.dice.sample(self.leaders, 2)
            if self.dice.random() < 0.3:
                discipline.dismiss(one, by=first, why="小事")
                continue
            discipline.take_up(one, by=by, question="请说明")
            if self.dice.random() < 0.8:
                discipline.answer(one, by=self.workers[one.provider_id], words="认")
            else:
                clock.pass_time(25 * HOUR)
                the_house_reacts()
            if as_it_is(one).citizen_heard_at is None:
                discipline.hear_citizen(one, by=by, words="没修好")
            self.decide(one, first, second)
        the_house_reacts()

    def decide(self, one: Complaint, first: Person, second: Person) -> None:
        """Find a complaint true, untrue, or grave."""
        match self.dice.choices(["true", "untrue", "grave"], [70, 25, 5])[0]:
            case "true":
                fault = self.dice.choice([Fault.QUALITY, Fault.LATE, Fault.MANNER])
                discipline.find_true(one, by=first, fault=fault, why="查实")
                self.purse.claim(one.provider)
            case "untrue":
                discipline.find_untrue(one, by=first, why="查无此事")
            case "grave":
                discipline.find_grave(one, by=first, fault=Fault.SAFETY, why="危险")
                act = self.dice.choice([discipline.veto, discipline.find_ordinary])
                act(one, by=second, why="复核")

    def appeals(self) -> None:
        """Some appeal, and another judges; plans go their way."""
        for card in Card.objects.filter(status="given", appeal_by_at__gt=clock.now()):
            if self.dice.random() < 0.1:
                discipline.appeal(card, by=self.workers[card.provider_id], words="冤枉")
        for card in Card.objects.appealed().select_related("complaint"):
            had = {card.complaint.decided_by_id, card.complaint.seconded_by_id}
            judge = next(one for one in self.leaders if one.pk not in had)
            act = self.dice.choice([discipline.uphold, discipline.overturn])
            act(card, by=judge, why="复查")
            the_house_reacts()
        for plan in Rectification.objects.open().filter(status="owed"):
            if self.dice.random() < 0.5:
                rectifying.hand_in(plan, by=self.town.operator_28, plan="培训")

    def come_and_go(self) -> None:
        """One leaves with what it has in hand, one that was expelled tries to come back."""
        within = list(Provider.objects.filter(status__in=MAY_BE_SENT))
        if self.dice.random() < 0.05 and len(within) > PROVIDERS // 2:
            providers.leave(self.dice.choice(within), by=self.leaders[0], why="不干了")
            the_house_reacts()
        for gone in Provider.objects.filter(status=Standing.EXPELLED):
            assert not Dispatch.objects.open().filter(provider=gone).exists()
            barred = gone.barred_until_on is not None and today() < gone.barred_until_on
            if barred and self.dice.random() < 0.1:
                self.comes_back_too_soon(gone)

    def comes_back_too_soon(self, gone: Provider) -> None:
        """Let one that was expelled ask to be let in before its term is over: it is refused."""
        from django.db import transaction

        with pytest.raises(NotDone), transaction.atomic():
            providers.apply_again(gone, by=self.leaders[0], why="想回来")
        self.counted["refused"] += 1


def test_every_card_has_a_verified_fault_and_nobody_is_offered_a_job_who_may_not_be_sent(
    committed: str, record_property: Callable[[str, object], None]
) -> None:
    """In a database of its own: within one transaction nothing that is past could be cleared away, and each day would be slower."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # what the disk takes is no part of it
    town = cast.build()
    admin = town.people["admin"]
    role = Role.LEADER | Role.OPERATOR
    leaders = [town.leader, admin] + [
        people.engage(f"l{n}", name=f"值班{n}", number=f"9{n}", role=role, by=admin)
        for n in range(2)
    ]
    dice = random.Random(drills.SEED)
    year = Year(town, dice, leaders, Purse(dice, leaders))
    with clock.frozen(at(8)):
        year.begin()
        for day in range(DAYS):
            year.day(JOBS * (day + 1) // DAYS - JOBS * day // DAYS)
        faults = [*broken(), *ladder_again(), *offered_wrongly(), *year.purse.amiss()]
        assert not faults, "\n".join([f"seed {drills.SEED}", *faults[:20]])
    check_the_books()
    assert verify.run() == []
    shown = Counter(Card.objects.values_list("colour", flat=True))
    assert set(shown) == {"yellow", "red", "out"} or not drills.IS_WHOLE
    assert shown, "nobody was ever at fault"
    assert year.counted["jobs"] > JOBS * 0.9, "the line ran out of providers"
    record_property(
        "a year of cards",
        f"{year.counted['jobs']} jobs of {Provider.objects.count()} providers,"
        f" {Complaint.objects.count()} complaints, cards {dict(shown)},"
        f" {Card.objects.filter(status='overturned').count()} overturned, {Voucher.objects.count()} bookings,"
        f" {year.purse.refused} draws refused for want of money; seed {drills.SEED}",
    )


def ladder_again() -> Iterator[str]:
    """Count each provider's faults again as somebody would who has only the journal and the default numbers."""
    for provider in Provider.objects.prefetch_related("cards__complaint"):
        standing = [one for one in provider.cards.all() if one.status in COUNTING]
        standing.sort(key=lambda one: (one.given_at, one.pk))
        for n, card in enumerate(standing):
            lately = [one for one in standing[:n] if (card.given_at - one.given_at).days < 365]
            should = "out" if card.grave else ("yellow", "red", "out")[min(len(lately), 2)]
            if card.colour != should:
                yield f"{card.about} is {card.colour}, and should be {should}"
            yield from unverified(card.complaint)
        red = any(one.colour == "red" and one.counts for one in standing)
        if provider.share_pct != (50 if red else 100):
            yield f"{provider.about} has {provider.share_pct} % of its turn"
        out = any(one.colour == "out" for one in standing)
        if out and provider.status not in (Standing.EXPELLED, Standing.LEFT, Standing.APPLIED):
            yield f"{provider.about} is {provider.status}, for all its cards"
        if not out and provider.status == Standing.EXPELLED:
            yield f"{provider.about} is expelled for nothing"


def unverified(complaint: Complaint) -> Iterator[str]:
    """Say what is missing in the record of a founded complaint."""
    acts = Entry.objects.filter(kind="complaint", subject=complaint.pk)
    known = dict(acts.values_list("act", "by"))
    if not {"answer", "stay_silent"} & known.keys():
        yield f"{complaint.about}: the provider was not heard"
    if complaint.has_citizen and not complaint.citizen_heard_at:
        yield f"{complaint.about}: the citizen was not heard"
    decided = {known.get(act) for act in ("find_true", "find_grave")} - {None}
    if len(decided) != 1 or known["lodge"] in decided:
        yield f"{complaint.about}: who decided it?"
    if known.get("veto") in decided:
        yield f"{complaint.about}: one person alone expelled"


def offered_wrongly() -> Iterator[str]:
    """Say which jobs were offered to a provider that could not be sent at that moment, by the journal."""
    stood: dict[int, list[tuple[Any, str]]] = {}
    moved = Entry.objects.filter(kind="provider").exclude(now="").order_by("id")
    for subject, at_, now in moved.values_list("subject", "id", "now"):
        stood.setdefault(subject, []).append((at_, now))
    offers = Entry.objects.filter(kind="dispatch", act="offer").order_by("id")
    for entry in offers:
        provider = int(str(entry.said["provider"]).partition(":")[2])
        status = [now for id_, now in stood[provider] if id_ < entry.pk][-1]
        if status not in MAY_BE_SENT:
            yield f"dispatch:{entry.subject} was offered to provider:{provider}, which was {status}"

"""A month of 60 units and 10,000 assignments, driven through the actions.

They are signed, contacted, returned, extended, suspended, replied to, sent back, called back, done again, left out. The league table
counted again by SQL that shares nothing with ours is equal to the last digit; and stays so while the units are heard, though the cases
go on, the month is taken back, and one more case is left out.

What happens is drawn by dice; some units are good, some are bad, some have few cases and some none.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment import queries
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.life import Excluded, Objected
from hotline.assessment.life import Status as Stands
from hotline.assessment.measures import Measure
from hotline.assessment.models import Exclusion, Month, Objection, Standing
from hotline.assignments import actions as assignments
from hotline.assignments.life import PleaStatus, Status, Truth
from hotline.assignments.life import YesNo as Done
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.cases import actions as cases
from hotline.cases.models import Kind, Urgency
from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.departments.models import Unit
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.followups.models import FollowUp
from hotline.journal import verify
from hotline.life.errors import NotDone
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import actions as rules
from hotline.today import today
from tests import drills
from tests import town as cast
from tests.drills.table import Line, as_kept, counted_again
from tests.house.whole import broken
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import at

if TYPE_CHECKING:
    from tests.town import Town

UNITS, ASSIGNMENTS, LEAST = (60, 10_000, 30) if drills.IS_WHOLE else (60, 1_000, 8)
GROUPS = ("部门", "镇街", "公用企业")
FIRST = date(2012, 9, 1)
STEP = timedelta(hours=5)


@dataclass
class September:
    """One month; `counted` is what happened in it."""

    town: Town
    dice: random.Random
    leaders: list[Person]
    units: list[Unit] = field(default_factory=list)
    clerks: dict[int, Person] = field(default_factory=dict)
    good: dict[int, float] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Let there be so many units, each with somebody who speaks for it, some better than others."""
        admin = self.town.people["admin"]
        for n in range(UNITS):
            unit = departments.found_unit(
                f"第{n:02d}局", short=f"{n:02d}局", group=GROUPS[n % 3], by=admin
            )
            clerk = people.engage(f"u{n}", name=f"科员{n}", role=Role.DEPARTMENT, by=admin)
            departments.appoint(unit, person=clerk, part=Part.LIAISON, by=admin)
            self.units.append(unit)
            self.clerks[unit.pk] = clerk
            self.good[unit.pk] = self.dice.choice([1, 0.98, 0.9, 0.75])

    def does_well(self, unit: int) -> bool:
        """Say whether a unit does right this once."""
        return self.dice.random() < self.good[unit]

    def send(self) -> None:
        """Send one case to a unit; some get few and some none; one in ten is shared."""
        weights = [0 if n < 3 else 0.1 if n < 6 else 1 for n in range(UNITS)]
        unit, other = self.dice.choices(self.units, weights, k=2)
        kind = self.dice.choice([Kind.COMPLAINT, Kind.QUESTION, Kind.HELP])
        asked = cases.Asked(
            said="路灯不亮",
            service=self.town.services["电路维修"],
            urgency=Urgency.ORDINARY,
            kind=kind,
        )
        case = cases.take_in(asked, by=self.town.operator_28)
        shared = [other] if self.dice.random() < 0.1 and other != unit else []
        assignments.send(case, to=unit, with_units=shared, by=self.town.operator_28)
        self.counted["sent"] += 1

    def work(self) -> None:
        """Let each unit that has something to do do it, or leave it lying."""
        for one in Assignment.objects.at_work().order_by("pk"):
            if self.dice.random() < 0.3 or not self.does_well(one.unit_id):
                continue
            try:
                with transaction.atomic():
                    self.act(one, self.clerks[one.unit_id])
            except NotDone:
                self.counted["refused"] += 1

    def act(self, one: Assignment, clerk: Person) -> None:
        """Do what is next of one assignment, or ask for something."""
        chance = self.dice.random()
        if one.stands:
            if chance < 0.3:
                pleas.resume(one, by=clerk, why="可以办了")
        elif one.pleas.filter(status=PleaStatus.ASKED).exists():
            return
        elif one.status == Status.SENT:
            if chance < 0.05:
                pleas.ask_return(one, by=clerk, why="不归我们")
            else:
                assignments.sign(one, by=clerk)
        elif one.is_lead and one.contacted_at is None and chance < 0.9:
            assignments.contact(one, by=clerk, contacted_from="0577-1")
        elif chance < 0.03:
            pleas.ask_extension(one, by=clerk, days=2, why="要等材料")
        elif chance < 0.05:
            pleas.ask_wait(one, by=clerk, why="市民不在家")
        elif chance < 0.06:
            check_on = today() + timedelta(days=self.dice.randrange(2, 9))
            pleas.ask_suspension(one, by=clerk, why="路在修", plan="修完装灯", check_on=check_on)
        else:
            assignments.reply(
                one, by=clerk, is_true=Truth.YES, solved=Done.YES, account="修了", answer="已修好",
                why_no_contact="联系不上", why_alone="不等",
            )  # fmt: skip

    def decide(self) -> None:
        """Let the line decide what was asked and review what was replied."""
        leader = self.leaders[0]
        for plea in Plea.objects.waiting():
            if self.dice.random() < 0.5:
                grants = self.dice.random() < 1 / 3
                act = rulings.grant if grants else rulings.refuse
                act(plea, by=leader, why="研究过")
                self.counted[f"{plea.kind} {'grant' if grants else 'refuse'}"] += 1
        for one in Assignment.objects.filter(status=Status.REPLIED, part="lead").order_by("pk"):
            if self.does_well(one.unit_id) or self.dice.random() < 0.7:
                assignments.accept(one, by=self.town.people["reviewer"])
            else:
                assignments.send_back(one, by=self.town.people["reviewer"], why="没说到点上")
                self.counted["sent back"] += 1
        the_house_reacts()

    def call_back(self) -> None:
        """Ask the citizens; a few cannot be reached, a few are not content."""
        by = self.town.people["callback"]
        for owed in FollowUp.objects.filter(status="due").order_by("pk"):
            if self.dice.random() < 0.15 or owed.tries:
                followups.miss(owed, by=by)
                continue
            unit = owed.case.assignments.filter(part="lead").latest("pk").unit_id
            well = self.does_well(unit)
            liking = (
                self.dice.choice([Liking.VERY, Liking.CONTENT, Liking.SO_SO])
                if well
                else Liking.NOT
            )
            solved = YesNo.YES if well or self.dice.random() < 0.3 else YesNo.NO
            followups.ask(
                owed, by=by, answered=YesNo.YES if well else self.dice.choice(list(YesNo)),
                solved=solved, attitude=Liking.VERY, outcome=liking, speed=Liking.CONTENT,
            )  # fmt: skip
            self.counted["asked"] += 1
        the_house_reacts()

    def day(self, sent: int, *, works: bool) -> None:
        """Let a day pass."""
        for _ in range(sent):
            self.send()
        for _ in range(2):
            if works:
                self.work()
                self.decide()
                self.call_back()
            clock.pass_time(STEP)
            the_house_reacts()
        clock.pass_time(timedelta(hours=24) - 2 * STEP)
        the_house_reacts()

    def passes(self) -> None:
        """Let the month pass: what there is to send is sent on its first working days."""
        days = [FIRST + timedelta(days=n) for n in range(32)]
        sending = [day for day in days if day.month == FIRST.month and day.weekday() < 5][:16]
        for day in days:
            n = sending.index(day) if day in sending else None
            many = 0 if n is None else ASSIGNMENTS * (n + 1) // 16 - ASSIGNMENTS * n // 16
            self.day(many, works=day.weekday() < 5)

    def heard(self, month: Month) -> Month:
        """Let units object, the line answer, and two leave some cases out; nobody takes the numbers anew after that."""
        first, second = self.leaders
        month = assessment.count_anew(month, by=first)  # some clocks went on in the same moment
        month = assessment.send_out(month, by=first)
        for one in Standing.objects.filter(month=month, volume__gt=0):
            if self.dice.random() < 0.5:
                key = self.dice.choice(one.assignments)
                hearing.object_to(
                    one, by=self.clerks[one.unit_id], words="不该算",
                    measure=self.dice.choice(["", "concluded", "solved"]),
                    assignment=Assignment.objects.get(pk=key),
                )  # fmt: skip
        for objection in Objection.objects.filter(status=Objected.OPEN):
            act = self.dice.choice([hearing.uphold, hearing.refuse])
            act(objection, by=first, answer="看过")
        for exclusion in Exclusion.objects.filter(status=Excluded.ASKED):
            excluding.approve(exclusion, by=second)
            self.counted["left out"] += 1
        return month

    def goes_on(self, month: Month) -> Month:
        """Let the term go by, while everybody works on: cases are done again, citizens called back late; then publish it."""
        while (month := as_it_is(month)).status == Stands.OPEN:
            self.day(0, works=True)
        month = assessment.publish(month, by=self.leaders[1])
        the_house_reacts()
        return month

    def one_more(self, month: Month) -> Standing:
        """Take the month back and leave out one more case of the unit that has the most."""
        first, second = self.leaders
        assessment.take_back(month, by=first, why="一件是重复的")
        of = Standing.objects.filter(month=month).latest("volume")
        asked = excluding.exclude(
            of, assignment=Assignment.objects.get(pk=of.assignments[0]), by=first, why="重复"
        )
        excluding.approve(asked, by=second)
        return of


def test_the_league_table_counted_again_by_other_means_is_equal_to_the_last_digit(
    committed: str, record_property: Callable[[str, object], None]
) -> None:
    """In a database of its own: within one transaction nothing that is past could be cleared away, and each day would be slower."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # what the disk takes is no part of it
    town = cast.build()
    dice = random.Random(drills.SEED)
    month_ = September(town, dice, [town.leader, town.people["admin"]])
    with clock.frozen(at(9, day=FIRST - timedelta(days=1))):  # a month goes by its first day
        rules.set_rule("score_least_cases", value=LEAST, by=town.leader, why="x")
    with clock.frozen(at(9, day=FIRST)):
        month_.begin()
        month = assessment.begin(FIRST, by=town.leader)
        month_.passes()
        clock.pass_time(timedelta(days=5))
        the_house_reacts()
        month = month_.heard(as_it_is(month))
        kept, again = as_kept(month.standings), counted_again("2012-09", least=LEAST)
        wrong = [
            f"{ours}\n    {theirs}"
            for ours, theirs in zip(kept, again, strict=True)
            if ours != theirs
        ]
        assert not wrong, "\n".join([f"seed {drills.SEED}", *wrong[:10]])
        month = month_.goes_on(month)
        check_it_stands(month, kept)
        of = month_.one_more(month)
        others = {line[:3] for line in kept if line[0] != of.name}
        assert others == {line[:3] for line in as_kept(month.standings) if line[0] != of.name}
        assert month.standings.get(pk=of.pk).volume == of.volume - 1
        month = month_.goes_on(assessment.send_out(month, by=town.leader))
        assert queries.differences(month) == []
        check_the_ways(month, town.leader)
        faults = list(broken())
        assert not faults, "\n".join([f"seed {drills.SEED}", *faults[:20]])
    assert verify.run() == []
    scores = {one.hundredths for one in month.standings.filter(place="ranked")}
    places = Counter(month.standings.values_list("place", flat=True))
    assert len(scores) > 10, "the dice made everybody alike"
    assert set(places) == {"ranked", "few", "none"}
    record_property(
        "a month of departments",
        f"{UNITS} units, {dict(month_.counted)}, places {dict(places)}; seed {drills.SEED}",
    )


def check_it_stands(month: Month, kept: list[Line]) -> None:
    """No figure of a month has moved, whatever else the dice have let become of its cases."""
    with transaction.atomic():
        rows = Assignment.objects.filter(reply_by_at__lt=month.between[1])
        rows.update(reply_by_at=clock.now())
        assert counted_again("2012-09", least=LEAST) != kept, "the cases have gone on"
        assert as_kept(month.standings) == kept
        assert queries.differences(month) == []
        transaction.set_rollback(True)


def check_the_ways(month: Month, person: Person) -> None:
    """Every figure opens into as many cases as it says."""
    for one in month.standings.filter(volume__gt=0):
        for measure in Measure:
            ways = (queries.behind(one, person, measure.value, hit=hit) for hit in (True, None))
            assert [len(way) for way in ways] == one.counts[measure.value]

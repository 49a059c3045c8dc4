"""A month's life: begun, drafted by the clock, sent out to the units, published; and figures that stay what they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment import jobs, queries
from hotline.assessment.measures import Measure
from hotline.assessment.models import Exclusion, Month, Standing
from hotline.deadlines.models import Deadline
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.queries import the_clock
from hotline.rules import actions as rules
from tests.assessment.september import (
    DAY,
    FIRST,
    OCTOBER_7,
    SENT,
    Said,
    September,
    rules_of_august,
    standing,
)
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town, at

OCTOBER_1 = at(0, day=date(2012, 10, 1))


@pytest.fixture(autouse=True)
def _in_september() -> Iterator[None]:
    with clock.frozen(SENT + 20 * DAY):
        yield


@pytest.fixture
def september(town: Town) -> September:
    """Four of the utility, one of them late; two of the bureau; the least volume is two."""
    rules_of_august("score_least_cases", 2, town)
    made = September(town)
    for _ in range(3):
        made.one("供电公司", said=Said())
    made.one("供电公司", said=Said(), replied_at=SENT + 6 * DAY)
    made.one("执法局", said=Said())
    made.one("执法局", said=Said(solved="no", liking="not"))
    return made


def opened(september: September) -> Month:
    with clock.frozen(OCTOBER_7):
        return assessment.send_out(september.drafted(), by=september.town.leader)


def published(september: September) -> Month:
    month = opened(september)
    with clock.frozen(OCTOBER_7 + 6 * DAY):
        month = assessment.end_term(month, by=the_clock())
        return assessment.publish(month, by=september.town.leader)


def figures(month: Month) -> list[tuple[object, ...]]:
    rows = Standing.objects.filter(month=month).order_by("unit")
    return [(one.name, one.counts, one.place, one.rank, one.hundredths) for one in rows]


def test_the_house_begins_a_month_and_drafts_it_some_days_after_its_end(
    town: Town, september: September
) -> None:
    jobs.begin_month(0)
    jobs.begin_month(0)
    month = Month.objects.get()
    assert (month.first_on, month.status) == (FIRST, "running")
    clock.pass_time(OCTOBER_1 + 4 * DAY - clock.now())
    the_house_reacts()
    assert as_it_is(month).status == "running", "the answers of the last days are still coming in"
    clock.pass_time(DAY)
    the_house_reacts()
    assert as_it_is(month).status == "draft"
    assert standing(month, "供电公司").volume == 4
    assert [told.entry.act for told in journal.story(month)] == ["begin", "draft"]


def test_a_holiday_costs_the_units_nothing_of_their_term(september: September) -> None:
    """Sent out on the evening before the eight free days of October."""
    with clock.frozen(OCTOBER_7):
        month = september.drafted()
    with clock.frozen(at(18, day=date(2012, 9, 29))):
        month = assessment.send_out(month, by=september.town.leader)
    assert month.object_by_at
    assert month.object_by_at > at(17, day=date(2012, 10, 11))


def test_a_month_goes_from_the_draft_by_the_units_to_everybody(september: September) -> None:
    month = opened(september)
    assert month.object_by_at == at(17, 30, day=date(2012, 10, 12))
    clock.pass_time(month.object_by_at - clock.now())
    the_house_reacts()
    assert as_it_is(month).status == "heard"
    month = assessment.publish(month, by=september.town.leader)
    assert (month.status, month.published_at) == ("published", clock.now())
    assert not Deadline.objects.filter(kind="month", closed_at=None).exists()


def test_each_group_has_its_table(september: September) -> None:
    with clock.frozen(OCTOBER_7):
        month = september.drafted()
    power, bureau = standing(month, "供电公司"), standing(month, "执法局")
    # 75 % concluded loses all of 25 points; every other measure is whole.
    assert (power.rank, power.place, power.hundredths) == (1, "ranked", 7500)
    # Solved 50 %: 20 - 40 x 0.5 = 0; satisfied 50 %: 20 - 45 x 0.5 < 0.
    assert (bureau.rank, bureau.place, bureau.hundredths) == (1, "ranked", 6000)
    assert list(month.terms) == ["公用企业", "部门", "镇街"] or set(month.terms) == {
        "公用企业", "部门", "镇街",
    }  # fmt: skip


def test_what_happens_after_publication_changes_no_figure(september: September) -> None:
    month = published(september)
    before = figures(month)
    for one in september.made:
        type(one).objects.filter(pk=one.pk).update(replied_at=None, times_done_again=3)
    assert figures(month) == before
    assert queries.differences(month) == []
    found = standing(month, "供电公司")
    assert len(queries.behind(found, september.town.leader, "concluded", hit=True)) == 3


def test_an_old_month_scored_again_under_its_own_rules_is_the_same(september: September) -> None:
    month, leader = published(september), september.town.leader
    before = figures(month)
    with clock.frozen(OCTOBER_7 + 6 * DAY):
        rules.set_rule("score_least_cases", value=400, by=leader, why="x")
        for measure in Measure:
            assessment.set_weight(
                measure, weight=Decimal("1.5"), threshold=Decimal(50), slope=Decimal(9),
                from_on=date(2012, 11, 1), by=leader, why="明年的办法",
            )  # fmt: skip
    for one in september.made:
        type(one).objects.filter(pk=one.pk).update(
            replied_at=None, times_done_again=3, reply_late=True
        )
    FollowUp.objects.update(solved="no", attitude="not")
    with clock.frozen(OCTOBER_7 + 100 * DAY):
        assert queries.differences(month) == []
        again = {row.month.unit: row for rows in queries.scored(month).values() for row in rows}
        assert all(again[one.unit_id].hundredths == one.hundredths for one in month.standings.all())
        counted = assessment.take_back(month, by=leader, why="再核一次")
    assert figures(counted) == before, "by what was kept, whatever the cases have become since"
    assert queries.terms(FIRST, ["部门"]) == {"部门": queries.terms_of(counted)["部门"]}
    assert queries.terms(date(2012, 11, 1), ["部门"])["部门"]["solved"].weight == Decimal("1.5")


def test_a_figure_that_somebody_wrote_over_is_found(september: September) -> None:
    month = published(september)
    Standing.objects.filter(month=month, unit__short="供电公司").update(hundredths=9900)
    assert [one.name for one in queries.differences(month)] == ["市供电公司"]
    Standing.objects.filter(month=month, unit__short="供电公司").update(hundredths=7500)
    mine = standing(month, "供电公司")
    Standing.objects.filter(pk=mine.pk).update(hits=[0] * 4)
    assert [one.name for one in queries.differences(month)] == ["市供电公司"]


def test_a_groups_own_weight_goes_before_that_of_all(town: Town) -> None:
    for group, weight in (("", 7), ("部门", 9)):
        assessment.set_weight(
            Measure.SOLVED, group=group, weight=Decimal(weight), threshold=Decimal(90),
            slope=Decimal(1), from_on=date(2012, 10, 1), by=town.leader, why="x",
        )  # fmt: skip
    assessment.set_weight(
        Measure.SOLVED, weight=Decimal(8), threshold=Decimal(90), slope=Decimal(1),
        from_on=date(2012, 11, 1), by=town.leader, why="x",
    )  # fmt: skip

    def weighs(month: int) -> list[Decimal]:
        found = queries.terms(date(2012, month, 1), ["部门", "镇街"])
        return [found[group]["solved"].weight for group in ("部门", "镇街")]

    assert (weighs(9), weighs(10), weighs(11)) == (
        [Decimal(20)] * 2,
        [Decimal(9), Decimal(7)],
        [Decimal(9), Decimal(8)],
    )


def test_what_a_unit_must_have_led_is_as_of_the_first_day(september: September) -> None:
    rules.set_rule("score_least_cases", value=400, by=september.town.leader, why="in its middle")
    with clock.frozen(OCTOBER_7):
        assert september.drafted().least == 2


def test_a_draft_counted_anew_has_the_assignments_as_they_are(september: September) -> None:
    with clock.frozen(OCTOBER_7):
        month = september.drafted()
        key = standing(month, "供电公司").pk
        september.one("供电公司", said=Said())
        assert standing(month, "供电公司").volume == 4
        assessment.count_anew(month, by=september.town.leader)
    assert standing(month, "供电公司").volume == 5
    assert standing(month, "供电公司").pk == key, "its page keeps its address"


def test_a_unit_that_has_lost_all_its_cases_stays_listed(september: September) -> None:
    with clock.frozen(OCTOBER_7):
        squad = september.one("市政一中队")
        month = september.drafted()
        assert standing(month, "市政一中队").volume == 1
        type(squad).objects.filter(pk=squad.pk).update(status="moved")
        assessment.count_anew(month, by=september.town.leader)
    assert (standing(month, "市政一中队").volume, standing(month, "市政一中队").place) == (
        0,
        "none",
    )


def test_a_unit_reads_its_own_when_it_is_sent_out_and_all_when_it_is_published(
    september: September,
) -> None:
    power, squad = september.town.people["power"], september.town.people["squad"]
    clerk = september.town.people["clerk"]

    def reads(person: object, month: Month) -> set[str]:
        return {one.name for one in queries.standings(month, person)}

    with clock.frozen(OCTOBER_7):
        september.one("市政一中队")
        month = september.drafted()
        assert (reads(power, month), queries.months(power)) == (set(), [])
        month = assessment.send_out(month, by=september.town.leader)
    assert (reads(power, month), queries.months(power)) == ({"市供电公司"}, [month])
    assert reads(clerk, month) == {"市综合执法局", "市综合执法局市政一中队"}
    assert reads(squad, month) == {"市综合执法局市政一中队"}
    assert reads(september.town.people["lin"], month) == set()
    with clock.frozen(OCTOBER_7 + 6 * DAY):
        month = assessment.end_term(month, by=the_clock())
        month = assessment.publish(month, by=september.town.leader)
    assert len(reads(power, month)) == 4
    others = standing(month, "执法局")
    assert list(queries.behind(others, power)) == [], (
        "a rank is published; whose cases they were is not"
    )
    assert len(queries.behind(standing(month, "供电公司"), power)) == 4


WRONG: dict[str, Callable[[September], object]] = {
    "drafted before it is over": lambda it: assessment.draft(
        assessment.begin(FIRST, by=it.town.leader), by=it.town.leader
    ),
    "begun twice": lambda it: [assessment.begin(FIRST, by=it.town.leader) for _ in range(2)],
    "begun in its middle": lambda it: assessment.begin(date(2012, 9, 2), by=it.town.leader),
    "begun before its time": lambda it: assessment.begin(date(2012, 10, 1), by=it.town.leader),
    "of long ago": lambda it: assessment.begin(date(2009, 8, 1), by=it.town.leader),
    "begun by an operator": lambda it: assessment.begin(FIRST, by=it.town.operator_28),
    "published while units may object": lambda it: assessment.publish(
        opened(it), by=it.town.leader
    ),
    "published by a reviewer": lambda it: assessment.publish(
        assessment.end_term(opened(it), by=the_clock()), by=it.town.people["reviewer"]
    ),
    "counted anew once published": lambda it: assessment.count_anew(
        published(it), by=it.town.leader
    ),
    "taken back by a unit": lambda it: assessment.take_back(
        published(it), by=it.town.people["power"], why="x"
    ),
    "a weight for the month that runs": lambda it: weigh(it, from_on=FIRST),
    "a weight from the middle of a month": lambda it: weigh(it, from_on=date(2012, 10, 2)),
    "a weight of more than a hundred": lambda it: weigh(it, weight=Decimal(101)),
    "a weight without a reason": lambda it: weigh(it, why=" "),
    "a weight set by an operator": lambda it: weigh(it, by=it.town.operator_28),
}  # fmt: skip


def weigh(it: September, **but: object) -> object:
    given = {
        "weight": Decimal(5), "threshold": Decimal(90), "slope": Decimal(1),
        "from_on": date(2012, 10, 1), "by": it.town.leader, "why": "x",
    }  # fmt: skip
    return assessment.set_weight(Measure.SOLVED, **given | but)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_refused(september: September, what: str) -> None:
    with pytest.raises((NotSo, NotNow, NotYours)), transaction.atomic():
        WRONG[what](september)


def test_the_table_itself_wants_two_people(town: Town, september: September) -> None:
    with pytest.raises(IntegrityError, match="two_words"), transaction.atomic():
        Exclusion.objects.create(
            assignment=september.made[0], asked_at=clock.now(), asked_by=town.leader,
            approved_by=town.leader, approved_at=clock.now(), status="approved",
        )  # fmt: skip

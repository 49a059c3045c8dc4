"""What the league counts, job by job; each figure opens into exactly the jobs that it counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.discipline import actions as discipline
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.league import queries
from hotline.league.table import Figures, Share
from hotline.providers.models import Provider
from hotline.rules import actions as rules
from tests.discipline.hands import noticed, shown_a_card
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import FIRST_DAY, Town, at

DAY = queries.Window(FIRST_DAY, FIRST_DAY)


def offered(town: Town) -> Dispatch:
    asked = cases.Asked(said="漏水", service=town.services["水管维修"], area=town.places["虹桥"])
    case = cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", "13800005126"))
    return dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)


def accepted(town: Town) -> Dispatch:
    return dispatch.accept(offered(town), by=town.people["lin"])


def done(town: Town, *, after: int = 20, arrives: bool = True) -> Dispatch:
    job, lin = accepted(town), town.people["lin"]
    minutes_pass(after)
    if arrives:
        job = dispatch.arrive(job, by=lin)
    return dispatch.finish(job, by=lin, answer="好了")


def asked(town: Town, job: Dispatch, *, content: bool) -> None:
    the_house_reacts()
    how = Liking.VERY if content else Liking.NOT
    followups.ask(
        as_it_is(job.case).followups.get(status="due"), by=town.people["callback"],
        answered=YesNo.YES, solved=YesNo.YES, attitude=how, outcome=how, speed=how,
        result=Result.SOLVED,
    )  # fmt: skip
    the_house_reacts()


def of_jiajiale(window: queries.Window = DAY) -> Figures:
    return next(one for one in queries.figures(window) if one.name == "家家乐")


def everything(town: Town) -> None:
    """Let a morning bring one of each."""
    asked(town, done(town), content=True)
    asked(town, done(town, after=40), content=False)  # late, and not well
    done(town, arrives=False)  # done in time without a word in between; not asked yet
    dispatch.refuse(offered(town), by=town.people["lin"], ground=Refusal.BUSY)
    offered(town)
    minutes_pass(6)  # lapses
    dispatch.cancel(
        offered(town), by=town.operator_28, why="不用了"
    )  # before anybody could say yes
    dispatch.cancel(accepted(town), by=town.operator_28, why="不用了")  # on the way, in time
    late = accepted(town)
    minutes_pass(45)
    dispatch.cancel(as_it_is(late), by=town.operator_28, why="没有来")  # nobody came
    offered(town)  # under way: nothing can be said of it yet


def test_the_figures_of_a_morning(town: Town) -> None:
    with clock.frozen(at(8, 0)):
        everything(town)
        found = of_jiajiale()
    assert found.jobs == 3
    # accepted in time: three done, two cancelled on the way, of these and one refused and one lapsed
    assert found.accepted == Share(5, 7)
    # arrived: 20 min, 40 min, done after 20 min, and one who never came; who was sent home in time does not count
    assert found.arrived == Share(2, 4)
    assert found.satisfied == Share(1, 2)


def test_every_figure_opens_into_the_jobs_that_it_counts(town: Town) -> None:
    with clock.frozen(at(8, 0)):
        everything(town)
        found, who = of_jiajiale(), town.providers["家家乐"]
        for name, share in (
            ("accepted", found.accepted), ("arrived", found.arrived), ("satisfied", found.satisfied),
        ):  # fmt: skip
            behind = [
                queries.jobs(town.leader, who, name, DAY, hit=hit) for hit in (None, True, False)
            ]
            assert [len(rows) for rows in behind] == [share.of, share.hits, share.of - share.hits]
            assert set(behind[0]) == set(behind[1]) | set(behind[2])
        assert len(queries.jobs(town.leader, who, "jobs", DAY)) == found.jobs
        assert list(queries.jobs(town.people["zheng"], who, "jobs", DAY)) == []
        assert len(queries.jobs(town.people["lin"], who, "jobs", DAY)) == 3


def test_a_complaint_counts_once_it_is_found_true_and_no_more_when_its_card_is_overturned(
    town: Town,
) -> None:
    with clock.frozen(at(8, 0)):
        noticed(town)  # nobody has looked at it yet
        card = shown_a_card(town)
        assert of_jiajiale().complaints == 1
        who = town.providers["家家乐"]
        assert list(queries.complaints(town.leader, who, DAY)) == [card.complaint]
        assert list(queries.complaints(town.people["pan"], who, DAY)) == []
        discipline.appeal(card, by=town.people["lin"], words="不是我们修的")
        discipline.overturn(as_it_is(card), by=town.people["admin"], why="认错了")
        assert of_jiajiale().complaints == 0
    assert of_jiajiale(queries.Window(FIRST_DAY, FIRST_DAY)).complaints == 0


def test_a_window_counts_its_first_and_its_last_day_to_midnight(town: Town) -> None:
    days = [FIRST_DAY + timedelta(days=n) for n in range(4)]
    for moment in (
        at(23, 59, day=days[0]), at(0, 0, day=days[1]), at(23, 59, day=days[2]), at(0, 0, day=days[3]),
    ):  # fmt: skip
        with clock.frozen(moment):
            dispatch.cancel(accepted(town), by=town.operator_28, why="x")
    assert of_jiajiale(queries.Window(days[1], days[2])).accepted == Share(2, 2)
    assert of_jiajiale(queries.Window(days[0], days[3])).accepted == Share(4, 4)


def test_the_window_of_the_rule_ends_yesterday(town: Town) -> None:
    with clock.frozen(at(0, 0, day=date(2013, 3, 22))):
        assert queries.last_days() == queries.Window(date(2012, 12, 22), date(2013, 3, 21))
        rules.set_rule("league_days", value=7, by=town.leader, why="x")
        until = date(2013, 3, 10)
        assert queries.last_days(until) == queries.Window(date(2013, 3, 4), until)


def test_those_who_are_gone_stand_in_no_table_and_those_who_did_nothing_do(town: Town) -> None:
    Provider.objects.filter(short_name="明光电工").update(status="left")
    rows = queries.league(DAY)
    assert {row.figures.name for row in rows} == {"家家乐", "老潘水电"}
    assert {row.rank for row in rows} == {None}


def test_the_rules_of_the_line_are_the_tables(town: Town) -> None:
    with clock.frozen(at(8, 0)):
        for _n in range(2):
            asked(town, done(town), content=True)
        assert {row.rank for row in queries.league(DAY)} == {None}
        for name, value in (("league_least_jobs", 2), ("star_5_pct", 100)):
            rules.set_rule(name, value=value, by=town.leader, why="x")
        clock.pass_time(timedelta(seconds=10))
        [first, *others] = queries.league(DAY)
    assert (first.figures.name, first.rank, first.tenths, first.stars) == ("家家乐", 1, 1000, 5)
    assert {row.rank for row in others} == {None}


@pytest.mark.parametrize("n", [1, 4])
def test_the_figures_take_three_questions_however_much_was_done(town: Town, n: int) -> None:
    with clock.frozen(at(8, 0)):
        for _n in range(n):
            asked(town, done(town), content=True)
        with CaptureQueriesContext(connection) as took:
            assert of_jiajiale().satisfied == Share(n, n)
    assert len(took) == 3

"""What the ranking knows of each provider is read from the tables: area, hours, standing, open jobs, usual time, last offer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.absences import actions as absences
from hotline.areas import actions as areas
from hotline.areas.models import Area, Kind
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.catalogue import actions as catalogue
from hotline.catalogue.sheet import TERMS
from hotline.catalogue.terms import Terms
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries
from hotline.dispatch.ranking import Candidate, LeftOut, Ranking
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.followups.models import FollowUp
from hotline.providers import actions as providers
from hotline.providers.life import LIFE
from hotline.providers.models import Offer, Provider
from tests.stories.steps import the_house_reacts
from tests.town import FIRST_DAY, Town, at

NOW = at(9, 0)


@pytest.fixture
def elsewhere(town: Town) -> Area:
    """A town beside the one where it leaks."""
    return areas.draw(
        "tx", name="塘下镇", short="塘下", kind=Kind.TOWN, within=town.places["瑞安"],
        by=town.people["admin"], served_from=FIRST_DAY,
    )  # fmt: skip


def plumber(
    town: Town, name: str, *, where: Area | None = None, hours: str = "00:00-24:00"
) -> Provider:
    """Enter one more plumber."""
    admin = town.people["admin"]
    entered = providers.enter(
        name, telephone="13800000009", since_on=FIRST_DAY, most_open=2, by=admin
    )
    where = where or town.places["瑞安"]
    providers.serve(entered, town.services["水管维修"], areas=[where], hours=hours, by=admin)
    return entered


def choice(town: Town, place: str = "虹桥", **more: Any) -> Ranking:
    given = {"at": NOW} | more
    return queries.ranking(town.services["水管维修"], town.places[place], **given)


def ranked(town: Town, place: str = "虹桥") -> dict[str, Candidate]:
    return {one.facts.name: one for one in choice(town, place).candidates}


def left_out(town: Town, name: str, place: str = "虹桥", **more: Any) -> LeftOut | None:
    """Say what removed somebody; None when he can be asked."""
    key = Provider.objects.get(short_name=name).pk
    found = choice(town, place, **more)
    assert (found.find(key) is None) != (found.reason(key) is None)  # one or the other, never both
    return found.reason(key)


def job(town: Town, to: str, *, minutes: float | None, ago: timedelta) -> None:
    """Offer a job to somebody a while ago; he accepted after so many minutes, or never."""
    with clock.frozen(NOW - ago):
        case = cases.take_in(
            cases.Asked(said="漏水", service=town.services["水管维修"], area=town.places["虹桥"]),
            by=town.operator_28,
        )
        to_ = Provider.objects.get(short_name=to)
        offered = dispatch.offer(case, to=to_, by=town.operator_28)
        if minutes is None:
            return
        clock.pass_time(timedelta(minutes=minutes))
        dispatch.accept(offered, by=town.operator_28)
        dispatch.finish(offered, by=town.operator_28, answer="好了")


def test_one_who_serves_another_town_is_left_out_and_one_of_the_whole_city_is_not(
    town: Town, elsewhere: Area
) -> None:
    plumber(town, "塘下老李", where=elsewhere)
    plumber(town, "安阳老王", where=town.places["安阳"])
    assert left_out(town, "塘下老李") == LeftOut.NOT_HERE
    assert left_out(town, "安阳老王") is None  # 虹桥 lies within 安阳
    assert left_out(town, "家家乐") is None
    assert left_out(town, "安阳老王", "安阳") is None
    assert left_out(town, "安阳老王", "瑞安") == LeftOut.NOT_HERE  # only a part of it


def test_one_who_sleeps_is_left_out_until_his_hours_begin(town: Town) -> None:
    plumber(town, "夜班老周", hours="22:00-06:00")
    plumber(town, "白班老吴", hours="07:30-20:00")
    assert left_out(town, "夜班老周") == LeftOut.NOT_NOW
    assert left_out(town, "白班老吴") is None
    for hour, minute, night, day in (
        (21, 59, LeftOut.NOT_NOW, LeftOut.NOT_NOW), (22, 0, None, LeftOut.NOT_NOW),
        (0, 0, None, LeftOut.NOT_NOW), (5, 59, None, LeftOut.NOT_NOW),
        (6, 0, LeftOut.NOT_NOW, LeftOut.NOT_NOW), (7, 30, LeftOut.NOT_NOW, None),
        (19, 59, LeftOut.NOT_NOW, None), (20, 0, LeftOut.NOT_NOW, LeftOut.NOT_NOW),
    ):  # fmt: skip
        assert left_out(town, "夜班老周", at=at(hour, minute)) == night, hour
        assert left_out(town, "白班老吴", at=at(hour, minute)) == day, hour


@pytest.mark.parametrize("step", ["suspend", "leave", "expel"])
def test_one_who_may_not_be_sent_is_left_out(town: Town, step: str) -> None:
    LIFE.actions[step](town.providers["家家乐"], by=town.people["admin"], why="证照到期")
    assert left_out(town, "家家乐") == LeftOut.STANDING
    assert left_out(town, "老潘水电") is None


def test_one_whose_contract_is_over_is_left_out_from_the_day_after(town: Town) -> None:
    rows = Provider.objects.filter(short_name="家家乐")
    for days, told in ((1, None), (0, None), (-1, LeftOut.CONTRACT)):
        rows.update(contract_until_on=FIRST_DAY + timedelta(days=days))
        assert left_out(town, "家家乐") == told, days


def test_one_without_a_good_paper_is_left_out_of_that_service_from_the_day_on(town: Town) -> None:
    rows = Offer.objects.filter(provider=town.providers["老潘水电"])
    power = town.services["电路维修"]
    for days, told in ((1, None), (0, LeftOut.PAPER), (-1, LeftOut.PAPER)):
        rows.filter(service=town.services["水管维修"]).update(
            until_on=FIRST_DAY + timedelta(days=days)
        )
        assert left_out(town, "老潘水电") == told, days
        assert queries.ranking(power, None, at=NOW).find(town.providers["老潘水电"].pk)


def test_one_who_is_away_is_left_out_from_the_minute_until_the_minute(town: Town) -> None:
    with clock.frozen(at(8, 0)):
        away = absences.enter(
            town.providers["家家乐"], from_at=at(9, 0), until_at=at(11, 0), why="家里有事",
            by=town.people["lin"],
        )  # fmt: skip
    for hour, minute, told in (
        (8, 59, None), (9, 0, LeftOut.AWAY), (10, 59, LeftOut.AWAY), (11, 0, None),
    ):  # fmt: skip
        assert left_out(town, "家家乐", at=at(hour, minute)) == told, (hour, minute)
    with clock.frozen(at(9, 30)):
        absences.end(away, by=town.people["lin"])
    assert left_out(town, "家家乐", at=at(9, 30)) is None


def test_one_of_a_service_on_new_terms_goes_on_by_what_he_serves_it_by_last(town: Town) -> None:
    old = town.services["水管维修"]
    new = catalogue.offer(
        old.code, group=old.group, by=town.people["admin"], valid_from=FIRST_DAY,
        terms=Terms(**{name: getattr(old, name) for name in TERMS} | {"reference_price": 40}),
    )  # fmt: skip
    assert len(queries.ranking(new, town.places["虹桥"], at=NOW).candidates) == 2
    providers.serve(
        town.providers["家家乐"], new, areas=[town.places["瑞安"]], hours="22:00-06:00",
        by=town.people["admin"],
    )  # fmt: skip
    assert left_out(town, "家家乐") == LeftOut.NOT_NOW  # by the new row, which counts


def test_each_filter_is_counted_on_what_the_one_before_left(town: Town, elsewhere: Area) -> None:
    """One that is elsewhere and asleep and suspended is counted once, by the first."""
    everything = plumber(town, "样样不行", where=elsewhere, hours="22:00-06:00")
    asleep = plumber(town, "又睡又停", hours="22:00-06:00")
    for one in (everything, asleep):
        LIFE.actions["suspend"](one, by=town.people["admin"], why="查")
    asked = plumber(town, "问过了")
    found = choice(town, asked=[asked.pk, everything.pk])
    assert dict(found.removed) == {
        LeftOut.NOT_HERE: [everything.pk], LeftOut.NOT_NOW: [asleep.pk], LeftOut.ASKED: [asked.pk],
    }  # fmt: skip
    assert list(found.removed) == [LeftOut.NOT_HERE, LeftOut.NOT_NOW, LeftOut.ASKED]


def test_open_jobs_the_usual_time_to_accept_and_the_last_offer_are_known(town: Town) -> None:
    plumber(town, "新来的")
    for minutes, days in ((1, 9), (2, 5), (9, 3)):
        job(town, "家家乐", minutes=minutes, ago=timedelta(days=days))
    job(town, "家家乐", minutes=300, ago=timedelta(days=40))  # too long ago to tell
    job(town, "老潘水电", minutes=None, ago=timedelta(minutes=3))
    found = ranked(town)
    known, busy, new = (found[name].facts for name in ("家家乐", "老潘水电", "新来的"))
    assert known.accept_median == timedelta(minutes=2)
    assert (known.open_jobs, known.last_offered_at) == (0, NOW - timedelta(days=3))
    assert (busy.open_jobs, busy.accept_median) == (1, None)
    assert busy.last_offered_at == NOW - timedelta(minutes=3)
    assert (new.open_jobs, new.accept_median, new.last_offered_at) == (0, None, None)
    assert (known.most_open, busy.most_open, new.most_open) == (8, 3, 2)


def test_one_whose_hands_are_full_is_left_out_however_old_his_jobs_are(town: Town) -> None:
    plumber(town, "新来的")
    for days in (50, 40):
        job(town, "新来的", minutes=None, ago=timedelta(days=days))
    assert left_out(town, "新来的") == LeftOut.FULL


def test_it_takes_as_many_queries_for_ten_as_for_two(town: Town) -> None:
    def asked() -> int:
        area = Area.objects.select_related("parent__parent").get(pk=town.places["虹桥"].pk)
        with CaptureQueriesContext(connection) as count:
            queries.ranking(town.services["水管维修"], area, at=NOW)
        return len(count)

    asked()  # the rules are read once
    few = asked()
    for n in range(8):
        plumber(town, f"第{n}家")
    assert asked() == few == 2  # how the service is given out, and who can be asked


@pytest.mark.parametrize(
    ("solved", "outcome", "worth"),
    [
        (YesNo.YES, Liking.VERY, 100), (YesNo.YES, Liking.CONTENT, 80),
        (YesNo.YES, Liking.SO_SO, 40), (YesNo.NO, Liking.NOT, 0), (YesNo.NO, Liking.VERY, 0),
    ],
)  # fmt: skip
def test_what_the_citizen_says_when_asked_counts_for_whoever_did_the_work(
    town: Town, solved: YesNo, outcome: Liking, worth: int
) -> None:
    job(town, "家家乐", minutes=1, ago=timedelta(days=2))
    with clock.frozen(NOW - timedelta(days=1)):
        the_house_reacts()
        owed = FollowUp.objects.get(status="due")
        followups.ask(
            owed, by=town.leader, answered=YesNo.YES, solved=solved, attitude=outcome,
            outcome=outcome, speed=outcome, result=Result.SOLVED, why="当面说好了",
        )  # fmt: skip
        the_house_reacts()
    assert owed.case.dispatches.get().liked_pct == worth
    known = ranked(town)["家家乐"].facts
    assert (known.rated, known.liked, known.done) == (1, worth / 100, 1)
    assert (known.promised, known.on_time) == (1, 1)
    assert known.offers == 1


def test_how_near_somebody_is_goes_by_the_smallest_area_that_holds_both(
    town: Town, elsewhere: Area
) -> None:
    places = {"家家乐": "虹桥", "老潘水电": "安阳"}
    for name, place in places.items():
        Provider.objects.filter(short_name=name).update(address_area=town.places[place])
    far = plumber(town, "塘下老李")
    Provider.objects.filter(pk=far.pk).update(address_area=elsewhere)
    plumber(town, "不知在哪")
    found = ranked(town)
    assert [found[name].facts.near for name in ("家家乐", "老潘水电", "塘下老李", "不知在哪")] == [
        "community", "town", "city", "",
    ]  # fmt: skip

"""What the ranking knows of each provider is read from the tables: area, hours, standing, open jobs, usual time, last offer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.areas import actions as areas
from hotline.areas.models import Area, Kind
from hotline.cases import actions as cases
from hotline.dispatch import actions as dispatch
from hotline.dispatch import queries
from hotline.dispatch.ranking import Candidate, LeftOut
from hotline.providers import actions as providers
from hotline.providers.life import LIFE
from hotline.providers.models import Provider
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


def ranked(town: Town, place: str = "虹桥") -> dict[str, Candidate]:
    found = queries.candidates(town.services["水管维修"], town.places[place], at=NOW)
    return {one.facts.name: one for one in found}


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
    assert ranked(town)["塘下老李"].left_out == (LeftOut.NOT_HERE,)
    assert ranked(town)["安阳老王"].left_out == ()  # 虹桥 lies within 安阳
    assert ranked(town)["家家乐"].left_out == ()
    assert ranked(town, "安阳")["安阳老王"].left_out == ()
    assert ranked(town, "瑞安")["安阳老王"].left_out == (LeftOut.NOT_HERE,)  # only a part of it


def test_one_who_sleeps_is_left_out_until_his_hours_begin(town: Town) -> None:
    plumber(town, "夜班老周", hours="22:00-06:00")
    plumber(town, "白班老吴", hours="07:30-20:00")
    assert ranked(town)["夜班老周"].left_out == (LeftOut.NOT_NOW,)
    assert ranked(town)["白班老吴"].left_out == ()
    at_night = queries.candidates(town.services["水管维修"], town.places["虹桥"], at=at(23, 30))
    asleep = {one.facts.name for one in at_night if one.left_out == (LeftOut.NOT_NOW,)}
    assert asleep == {"白班老吴"}


@pytest.mark.parametrize("step", ["suspend", "leave", "expel"])
def test_one_who_may_not_be_sent_is_left_out(town: Town, step: str) -> None:
    LIFE.actions[step](town.providers["家家乐"], by=town.people["admin"], why="证照到期")
    assert ranked(town)["家家乐"].left_out == (LeftOut.STANDING,)
    assert ranked(town)["老潘水电"].left_out == ()


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
    full = ranked(town)["新来的"]
    assert (full.facts.open_jobs, full.left_out) == (2, (LeftOut.FULL,))


def test_it_takes_as_many_queries_for_ten_as_for_two(town: Town) -> None:
    def asked() -> int:
        area = Area.objects.select_related("parent__parent").get(pk=town.places["虹桥"].pk)
        with CaptureQueriesContext(connection) as count:
            queries.candidates(town.services["水管维修"], area, at=NOW)
        return len(count)

    few = asked()
    for n in range(8):
        plumber(town, f"第{n}家")
    assert asked() == few == 3

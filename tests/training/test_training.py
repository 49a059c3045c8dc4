"""Training: a course is announced, workers are put on its list, who came and who passed is written down, certificates end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.providers.models import Member, Provider
from hotline.training import actions as training
from hotline.training import queries
from hotline.training.models import Course, Place
from tests.stories.steps import as_it_is
from tests.town import Town, at

DAY = date(2013, 8, 12)
UNTIL = date(2014, 8, 11)


@pytest.fixture(autouse=True)
def _that_day() -> object:
    with clock.frozen(at(9, 0, day=DAY)):
        yield


def members() -> dict[str, Member]:
    return {one.person.username: one for one in Member.objects.select_related("person")}


def announced(town: Town, *, on: date = DAY) -> Course:
    return training.announce("入户服务规范", by=town.leader, held_on=on, tutor="徐老师")


def enrolled(town: Town, *names: str, on: date = DAY) -> dict[str, Place]:
    course, known = announced(town, on=on), members()
    places = training.enrol(course, by=town.leader, members=[known[name] for name in names])
    return dict(zip(names, places, strict=True))


def held(town: Town) -> dict[str, Place]:
    """Have 林 and 潘 come, and 郑 not."""
    places = enrolled(town, "lin", "pan", "zheng")
    course = places["lin"].course
    training.hold(course, by=town.leader, present=[places["lin"].pk, places["pan"].pk])
    return {name: as_it_is(one) for name, one in places.items()}


def test_who_came_and_who_passed_is_written_down_in_two_presses(town: Town) -> None:
    places = held(town)
    assert {name: one.status for name, one in places.items()} == {
        "lin": "attended", "pan": "attended", "zheng": "absent",
    }  # fmt: skip
    course = as_it_is(places["lin"].course)
    training.examine(course, by=town.leader, passed=[places["lin"].pk], until_on=UNTIL)
    now = {name: (as_it_is(one).status, as_it_is(one).until_on) for name, one in places.items()}
    assert now == {"lin": ("passed", UNTIL), "pan": ("failed", None), "zheng": ("absent", None)}
    assert [told.entry.act for told in journal.story(course)] == ["announce", "hold", "examine"]
    assert [told.entry.act for told in journal.story(places["lin"])] == [
        "enrol", "attend", "certify",
    ]  # fmt: skip
    [found] = queries.courses(town.leader)
    assert (found.n, found.came, found.passed) == (3, 2, 1)  # type: ignore[attr-defined]


def test_a_certificate_is_good_to_the_end_of_its_last_day(town: Town) -> None:
    places = held(town)
    training.certify(places["lin"], by=town.leader, until_on=UNTIL)
    good = Place.objects.certified_on
    assert good(UNTIL).count() == 1
    assert good(UNTIL + timedelta(days=1)).count() == 0
    with clock.frozen(at(9, 0, day=UNTIL - timedelta(days=31))):
        assert list(queries.ending(town.leader)) == []
    for day in (UNTIL - timedelta(days=30), UNTIL):
        with clock.frozen(at(9, 0, day=day)):
            assert [one.member.person.username for one in queries.ending(town.leader)] == ["lin"]
    with clock.frozen(at(0, 0, day=UNTIL + timedelta(days=1))):
        assert list(queries.ending(town.leader)) == []


def test_a_certificate_that_is_taken_back_is_none(town: Town) -> None:
    place = held(town)["lin"]
    training.certify(place, by=town.leader, until_on=UNTIL)
    training.withdraw(as_it_is(place), by=town.leader, why="冒名考试")
    assert not Place.objects.certified_on(DAY).exists()
    with pytest.raises(NotNow), transaction.atomic():
        training.certify(as_it_is(place), by=town.leader, until_on=UNTIL)


def test_a_mistake_in_the_list_is_mended_one_by_one(town: Town) -> None:
    places = held(town)
    training.attend(places["zheng"], by=town.leader)
    training.fail(as_it_is(places["zheng"]), by=town.leader)
    training.certify(as_it_is(places["zheng"]), by=town.leader, until_on=UNTIL)
    assert as_it_is(places["zheng"]).status == "passed"


def test_whoever_can_be_enrolled_belongs_to_one_that_is_within_and_is_not_in_it_yet(
    town: Town,
) -> None:
    course = enrolled(town, "lin")["lin"].course
    Provider.objects.filter(short_name="明光电工").update(status="left")
    assert [one.person.username for one in queries.may_enrol(course)] == ["pan"]


def test_a_worker_sees_his_own_providers_people_alone(town: Town) -> None:
    enrolled(town, "lin", "pan")
    alone = enrolled(town, "pan")["pan"]
    lin = town.people["lin"]
    assert [one.member.person.username for one in Place.objects.seen_by(lin)] == ["lin"]
    assert alone.course not in Course.objects.seen_by(lin)
    assert Course.objects.seen_by(town.people["pan"]).count() == 2


def test_who_was_let_go_sees_nothing_more_and_is_enrolled_no_more(town: Town) -> None:
    enrolled(town, "lin")
    lin = town.people["lin"]
    Member.objects.filter(person=lin).update(ended_at=clock.now())
    assert list(Place.objects.seen_by(lin)) == []
    assert list(Course.objects.seen_by(lin)) == []
    other = announced(town)
    assert "lin" not in {one.person.username for one in queries.may_enrol(other)}
    with pytest.raises(NotSo, match="已经不在"), transaction.atomic():
        training.enrol(other, by=town.leader, members=[members()["lin"]])


WRONG: dict[str, Callable[[Town], object]] = {
    "announced for yesterday": lambda town: announced(town, on=DAY - timedelta(days=1)),
    "announced without a title": lambda town: training.announce(
        " ", by=town.leader, held_on=DAY, tutor="x"
    ),
    "announced by an operator": lambda town: training.announce(
        "x", by=town.operator_28, held_on=DAY, tutor="x"
    ),
    "nobody enrolled": lambda town: training.enrol(announced(town), by=town.leader, members=[]),
    "enrolled twice": lambda town: training.enrol(
        enrolled(town, "lin")["lin"].course, by=town.leader, members=[members()["lin"]]
    ),
    "enrolled by a worker": lambda town: training.enrol(
        announced(town), by=town.people["lin"], members=[members()["lin"]]
    ),
    "enrolled after it was held": lambda town: training.enrol(
        as_it_is(held(town)["lin"].course), by=town.leader, members=[members()["lin"]]
    ),
    "held before its day": lambda town: training.hold(
        enrolled(town, "lin", on=DAY + timedelta(days=1))["lin"].course, by=town.leader
    ),
    "came without a place": lambda town: training.hold(
        enrolled(town, "lin")["lin"].course, by=town.leader, present=[999999]
    ),
    "came before it was held": lambda town: training.attend(
        enrolled(town, "lin")["lin"], by=town.leader
    ),
    "passed without coming": lambda town: training.certify(
        held(town)["zheng"], by=town.leader, until_on=UNTIL
    ),
    "passed who did not come": lambda town: training.examine(
        as_it_is((places := held(town))["lin"].course), by=town.leader,
        passed=[places["zheng"].pk], until_on=UNTIL,
    ),
    "a certificate until today": lambda town: training.certify(
        held(town)["lin"], by=town.leader, until_on=DAY
    ),
    "held twice": lambda town: training.hold(
        as_it_is(held(town)["lin"].course), by=town.leader, present=[]
    ),
    "examined by nobody": lambda town: training.examine(
        as_it_is(held(town)["lin"].course), by=town.people["lin"], passed=[], until_on=UNTIL
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_refused(town: Town, what: str) -> None:
    with pytest.raises((NotSo, NotNow, NotYours)), transaction.atomic():
        WRONG[what](town)


def test_a_list_that_is_half_wrong_changes_nothing(town: Town) -> None:
    places = enrolled(town, "lin", "pan")
    before = Entry.objects.count()
    with pytest.raises(NotDone), transaction.atomic():
        training.hold(places["lin"].course, by=town.leader, present=[places["lin"].pk, 999999])
    assert Entry.objects.count() == before
    assert as_it_is(places["lin"]).status == "enrolled"


def test_one_that_is_gone_sends_nobody_to_a_course(town: Town) -> None:
    Provider.objects.filter(short_name="家家乐").update(status="expelled")
    with pytest.raises(NotSo, match="不在册"), transaction.atomic():
        training.enrol(announced(town), by=town.leader, members=[members()["lin"]])

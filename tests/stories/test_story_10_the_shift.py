"""The shift: at eight in the morning the night hands over. The sheet fills itself in; two people sign it; it is kept as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Direction, Ending
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.life.errors import NotNow, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.shifts import actions as shifts
from hotline.shifts import queries, sheet, turns
from hotline.shifts.life import Status
from hotline.shifts.models import Handover
from hotline.shifts.sheet import Section
from hotline.shifts.turns import Shift, Turn
from hotline.wishes import actions as wishes
from hotline.wishes.models import Because
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import FIRST_DAY, Town, at

NIGHT = Turn(FIRST_DAY, Shift.NIGHT)
DAY = Turn(FIRST_DAY, Shift.DAY)
STORM = "台风预警，请市民不要出门。"


def test_the_shift(town: Town) -> None:
    night_leader, operator_28 = town.leader, town.operator_28
    day_leader = another_leader(town)
    # The roster is written; 28 signs on, and much happens in the night that is not over in the morning.
    comes_to_work(town, day_leader)
    leak, burst, job, talking = the_night(town)

    # At eight the leader of the night draws the sheet up: it knows by itself what is open.
    with clock.frozen(at(8)):
        assert turns.handing_over(clock.now()) == NIGHT
        handover = shifts.draw_up(NIGHT, by=night_leader)
        assert listed(handover) == {
            Section.CALLS: [(talking.about, "28 号", CallStatus.TALKING)],
            Section.OWED: [("", "", Because.MISSED)],
            Section.PROMISED: [(burst.number, "老潘水电", "")],
            Section.JOBS: [(leak.number, "家家乐家政服务中心", DispatchStatus.ACCEPTED)],
            Section.NOTICES: [(STORM, str(night_leader), "")],
        }

        # What no list knows is added in words; an operator may do so too.
        shifts.add_words(handover, by=operator_28, words="虹桥那户老人独居，到了请先打电话。")
        shifts.hand_over(handover, by=night_leader)

    # Who hands over does not take over; the day's leader does.
    with clock.frozen(at(8, 5)):
        with pytest.raises(NotYours, match="两个人"), transaction.atomic():
            shifts.take_over(handover, by=night_leader)
        shifts.take_over(handover, by=day_leader)

    # The plumber is done, the storm is over: the sheet still says what was left that morning.
    with clock.frozen(at(11)):
        dispatch.finish(job, by=town.people["lin"], answer="修好了")
        the_house_reacts()
        kept = as_it_is(handover)
        assert (kept.status, kept.handed_by, kept.taken_by) == (
            Status.TAKEN, night_leader, day_leader,
        )  # fmt: skip
        assert kept.sheet == handover.sheet
        assert kept.turn.after == DAY
        told = journal.story(kept)
        assert [one.entry.act for one in told] == [
            "draw_up", "add_words", "hand_over", "take_over",
        ]  # fmt: skip
        assert "老人独居" in str(told[1].said["words"])
    # Nothing in the sheet says who asked, or what in his own words.
    assert not [word for word in ("陈", "13800005126", "厨房漏水") if word in str(kept.sheet)]
    assert verify.run() == []


def test_a_handover_is_signed_in_order_and_by_leaders_alone(town: Town) -> None:
    with clock.frozen(at(8)):
        handover = shifts.draw_up(NIGHT, by=town.leader)
        with pytest.raises(NotNow, match="已经有了"), transaction.atomic():
            shifts.draw_up(NIGHT, by=another_leader(town))
        with pytest.raises(NotYours), transaction.atomic():
            shifts.hand_over(handover, by=town.operator_28)
        with pytest.raises(NotNow), transaction.atomic():
            shifts.take_over(handover, by=town.leader)  # nobody has handed over
        shifts.hand_over(handover, by=town.leader)
        with pytest.raises(NotNow), transaction.atomic():
            shifts.fill_in(handover, by=town.leader)  # what is signed stays


def another_leader(town: Town) -> Person:
    """Engage a leader for the day."""
    by = town.people["admin"]
    return people.engage("leader02", name="赵值班", number="02", role=Role.LEADER, by=by)


def comes_to_work(town: Town, day_leader: Person) -> None:
    """Write the roster the evening before: 28 works the night, 21 the day; 28 signs on before midnight."""
    operator_28, other = town.operator_28, town.people["op21"]
    with clock.frozen(at(20) - timedelta(days=1)):
        for person, shift in (
            (town.leader, Shift.NIGHT),
            (operator_28, Shift.NIGHT),
            (day_leader, Shift.DAY),
            (other, Shift.DAY),
        ):
            shifts.assign(person, shift=shift, days=[FIRST_DAY], by=town.leader)
        assert queries.own_duty(operator_28) is None  # too early to come
    with clock.frozen(at(23, 30) - timedelta(days=1)):
        duty = queries.own_duty(operator_28)
        assert duty is not None
        with pytest.raises(NotYours):
            shifts.sign_on(duty, by=other)
        shifts.sign_on(duty, by=operator_28)
        assert queries.own_duty(operator_28) is None


def the_night(town: Town) -> tuple[Case, Case, Dispatch, Call]:
    """Announce a storm, send a plumber, lose a caller, finish a job; somebody still talks at two minutes to eight."""
    operator_28, pan = town.operator_28, town.people["pan"]
    with clock.frozen(at(6, 40)):
        shifts.post_notice(STORM, valid_from=at(6, 40), valid_until=at(18), by=town.leader)
        leak, burst = (_case(town, said) for said in ("厨房漏水", "水管爆了"))
        job = dispatch.offer(leak, to=town.providers["家家乐"], by=operator_28)
        dispatch.accept(job, by=town.people["lin"])
        done = dispatch.offer(burst, to=town.providers["老潘水电"], by=operator_28)
        dispatch.accept(done, by=pan)
        dispatch.finish(done, by=pan, answer="换了一截水管")
        the_house_reacts()
        missed = _call(town, CallStatus.ENDED, how=Ending.MISSED)
        wishes.owe(missed, because=Because.MISSED, by=operator_28)
    with clock.frozen(at(7, 58)):
        return leak, burst, job, _call(town, CallStatus.TALKING)


def test_a_sheet_drawn_up_too_early_is_filled_in_anew(town: Town) -> None:
    with clock.frozen(at(7, 30)):
        handover = shifts.draw_up(NIGHT, by=town.leader)
        case = _case(town, "漏水")
        dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    with clock.frozen(at(7, 50)):
        shifts.fill_in(handover, by=town.leader)
        kept = as_it_is(handover)
    assert kept.drawn_at == at(7, 50)
    assert kept.sheet["jobs"]["count"] == 1
    assert handover.sheet["jobs"]["count"] == 0


def test_a_long_list_says_how_much_it_leaves_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST", 2)
    with clock.frozen(at(7)):
        for said in ("漏水甲", "漏水乙", "漏水丙"):
            dispatch.offer(_case(town, said), to=town.providers["家家乐"], by=town.operator_28)
        jobs = {one.section: one for one in sheet.read(sheet.fill(clock.now()))}[Section.JOBS]
    assert (len(jobs.items), jobs.count, jobs.left_out) == (2, 3, 1)


def test_the_roster_is_the_leaders_to_write(town: Town) -> None:
    days = [date(2012, 9, 27), date(2012, 9, 28)]
    with clock.frozen(at(9)), pytest.raises(NotYours), transaction.atomic():
        shifts.assign(town.operator_28, shift=Shift.DAY, days=days, by=town.operator_28)
    with clock.frozen(at(9)):
        made = shifts.assign(town.operator_28, shift=Shift.DAY, days=days, by=town.leader)
        assert len(made) == 2
        assert shifts.assign(town.operator_28, shift=Shift.DAY, days=days, by=town.leader) == []
        shifts.release(made[0], by=town.leader)
        with pytest.raises(NotNow), transaction.atomic():
            shifts.sign_on(made[0], by=town.operator_28)
        roster = queries.roster(town.leader, from_on=days[0], days=2)
    assert {turn.on for turn in roster} == {days[1]}
    assert queries.roster(town.people["lin"], from_on=days[0], days=2) == {}


def listed(handover: Handover) -> dict[Section, list[tuple[str, str, str]]]:
    """Return what a sheet says, section by section: what, whose, where it stood."""
    found: dict[Section, list[tuple[str, str, str]]] = {}
    for part in sheet.read(handover.sheet):
        named = {Section.CALLS: "about", Section.NOTICES: "what"}.get(part.section, "name")
        found[part.section] = [(getattr(one, named), one.who, one.stood) for one in part.items]
    return found


def _case(town: Town, said: str) -> Case:
    caller = town.caller("陈", "13800005126")
    asked = cases.Asked(said=said, service=town.services["水管维修"], area=town.places["虹桥"])
    return cases.take_in(asked, by=town.operator_28, caller=caller)


def _call(town: Town, status: CallStatus, *, how: str = "") -> Call:
    now = clock.now()
    ended = status == CallStatus.ENDED
    return Call.objects.create(
        direction=Direction.IN, status=status, how=how, line_number="81890", arrived_at=now,
        answered_at=None if ended else now, ended_at=now if ended else None, wait_s=3,
        caller=town.caller("周", "13800007777"),
        operator=None if ended else town.operator_28,
    )  # fmt: skip

"""Whom the line may ring, and how often: a stolen seat rings no far country, and nobody is woken without need."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from hotline import clock
from hotline.callers import numbers
from hotline.calls import actions, queries
from hotline.calls.models import Call, Request
from hotline.calls.policy import EMERGENCIES, Made, No, why_not
from hotline.calls.states import Third
from hotline.life.errors import NotDone, NotNow, NotSo
from hotline.people.roles import Role
from hotline.rules import actions as rules
from hotline.rules.book import Book
from hotline.rules.numbers import NUMBERS
from tests.calls.exchange import at_seat, engage

BOOK = Book({number.name: number.default for number in NUMBERS})
ALLOWED = ("13", "0577")
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2012, 9, 26, 12, 0, tzinfo=ZONE)
NIGHT = datetime(2012, 9, 26, 23, 30, tzinfo=ZONE)
NONE_YET = Made(0, 0)
DIGITS = st.text("0123456789", min_size=3, max_size=15)
HOURS = st.integers(0, 23).map(lambda hour: NOON.replace(hour=hour))


def ask(number: str, *, made: Made = NONE_YET, at: datetime = NOON, **more: Any) -> No | None:
    return why_not(number, allowed=ALLOWED, made=made, at=at, rules=BOOK, **more)


@given(st.sampled_from(EMERGENCIES), st.integers(0, 9999), HOURS, st.booleans())
def test_an_emergency_is_always_rung(number: str, made: int, at: datetime, citizen: bool) -> None:
    assert ask(number, made=Made(made, made), at=at, citizen=citizen) is None


@given(DIGITS, HOURS, st.booleans())
def test_only_numbers_that_begin_as_allowed_are_rung(
    number: str, at: datetime, alive: bool
) -> None:
    if number in EMERGENCIES:
        return
    said = ask(number, at=at, citizen=True, alive=alive)
    assert (said is No.PREFIX) == (not number.startswith(ALLOWED))


@given(st.text(max_size=20))
def test_what_is_no_number_is_not_rung(text: str) -> None:
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 15):
        assert ask(text) is No.NUMBER


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_seat_and_the_house_ring_so_often_a_day_and_no_more(by_seat: int, by_all: int) -> None:
    said = ask("13800002001", made=Made(by_seat, by_all))
    over = by_seat >= BOOK["outbound_seat_day"] or by_all >= BOOK["outbound_day"]
    assert (said in (No.SEAT, No.DAY)) == over


@given(HOURS, st.booleans(), st.booleans())
def test_only_a_citizen_whose_matter_is_not_in_hand_is_left_in_peace_at_night(
    at: datetime, citizen: bool, alive: bool
) -> None:
    night = not BOOK["callback_from_h"] <= at.hour < BOOK["callback_until_h"]
    said = ask("13800002001", at=at, citizen=citizen, alive=alive)
    assert (said is No.NIGHT) == (night and citizen and not alive)


@pytest.mark.parametrize(
    "number",
    ["13800002001", "16600002001", "17700002001", "19900002001", "0577-65800001", "65800001",
     "010-88880000", "021 5555 6666", "400-800-8000", "12345", "114", "96095", "95588", "10086"],
)  # fmt: skip
def test_what_a_line_needs_may_be_rung_as_it_is_installed(number: str) -> None:
    dialled = numbers.read(number).dialled
    allowed = settings.CONFIGURATION.dial_prefixes
    assert why_not(dialled, allowed=allowed, made=NONE_YET, at=NOON, rules=BOOK) is None


@pytest.mark.parametrize(
    "dialled",
    ["00441632960961", "0044163", "+441632960961", "16897168", "16030000", "17909001632",
     "17951044163", "90044163", "85212345678"],
)  # fmt: skip
def test_nothing_abroad_and_nothing_that_costs_extra_may_be_rung(dialled: str) -> None:
    allowed = settings.CONFIGURATION.dial_prefixes
    said = why_not(dialled, allowed=allowed, made=NONE_YET, at=NOON, rules=BOOK)
    assert said is No.PREFIX


# -- as the house asks it -------------------------------------------------------------------------


def test_a_citizen_is_not_woken_unless_his_matter_is_in_hand(db: None) -> None:
    with clock.frozen(NIGHT):
        person = at_seat("28")
        number = numbers.read("13800002001")
        with pytest.raises(NotNow, match="21 点"):
            actions.call_citizen(number, by=person, why="x")
        assert not Call.objects.exists()
        assert actions.call_citizen(number, by=person, why="x", alive=True)


def test_a_number_abroad_is_refused_with_a_sentence_to_whoever_rings_it(db: None) -> None:
    with clock.frozen(NOON):
        person = at_seat("28")
        far = "+44 1632 960961"
        with pytest.raises(NotSo, match="境外"):
            actions.call_citizen(numbers.read(far), by=person, why="x")
        for ring in (actions.call_provider, actions.call_department):
            with pytest.raises(NotSo, match="境外"):
                ring(far, by=person, why="x")
    assert not Call.objects.exists()


def test_a_department_is_rung_for_a_reason(db: None) -> None:
    with clock.frozen(NOON):
        person = at_seat("28")
        with pytest.raises(NotSo, match="为什么"):
            actions.call_department("0577-65800001", by=person, why=" ")
        call = actions.call_department("0577-65800001", by=person, why="问路灯", about="case:7")
    assert (call.far, call.provider_number) == ("department", "057765800001")


def test_calls_to_outside_are_counted_from_midnight_thirds_among_them(db: None) -> None:
    with clock.frozen(NOON):
        person, other = at_seat("28"), at_seat("29")
        call = actions.call_provider("13900000001", by=person, why="x")
        actions.call_provider("13900000002", by=other, why="x")
        for who in (Third.PROVIDER, Third.EMERGENCY, Third.SEAT):
            Request.objects.create(wants="ask", call=call, text=who, made_at=clock.now())
        assert queries.made_today(person) == Made(by_seat=2, by_all=3)
    with clock.frozen(NOON + timedelta(days=1)):
        assert queries.made_today(person) == Made(0, 0)


def test_whoever_rang_often_enough_today_is_told_so(db: None) -> None:
    leader = engage("01", Role.LEADER)
    person = at_seat("28")
    rules.set_rule("outbound_seat_day", value=1, by=leader, why="试", valid_from=clock.now())
    actions.call_provider("13900000001", by=person, why="x")
    with pytest.raises(NotDone, match="1 次"):
        actions.call_provider("13900000002", by=person, why="x")

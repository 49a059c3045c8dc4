"""The router: who gets which call, told as properties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotline.calls.routing import Free, Waiting, route
from hotline.rules.book import Book

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RULES = Book({"ring_s": 15})
LATER = NOW + timedelta(seconds=60)


def waits(call: int, s: int, *, again: bool = False, prefers: int | None = None) -> Waiting:
    return Waiting(call, NOW - timedelta(seconds=s), again, prefers)


def free(seat: int, idle_s: int, *, lease_until: datetime = LATER) -> Free:
    return Free(seat, NOW - timedelta(seconds=idle_s), lease_until)


def pairs(waiting: list[Waiting], seats: list[Free]) -> list[tuple[int, int]]:
    return [(offer.call, offer.seat) for offer in route(NOW, waiting, seats, RULES)]


def test_the_longest_waiting_caller_gets_the_longest_idle_seat() -> None:
    assert pairs([waits(1, 5), waits(2, 9)], [free(8, 30), free(9, 60)]) == [(2, 9), (1, 8)]


def test_who_was_cut_off_comes_before_who_waits_longer() -> None:
    assert pairs([waits(1, 99), waits(2, 5, again=True)], [free(8, 30)]) == [(2, 8)]


def test_a_caller_who_was_cut_off_gets_his_operator_back_if_he_is_free() -> None:
    assert pairs([waits(2, 5, again=True, prefers=8)], [free(8, 1), free(9, 60)]) == [(2, 8)]


def test_a_seat_whose_page_is_gone_gets_nothing() -> None:
    assert pairs([waits(1, 5)], [free(8, 30, lease_until=NOW)]) == []


def test_a_seat_rings_for_as_long_as_the_rules_say() -> None:
    assert route(NOW, [waits(1, 5)], [free(8, 30)], Book({"ring_s": 7}))[0].ring_s == 7


CALLS = st.lists(
    st.builds(
        waits,
        st.integers(1, 30),
        st.integers(0, 600),
        again=st.booleans(),
        prefers=st.none() | st.integers(1, 20),
    ),
    unique_by=lambda one: one.call,
)
SEATS = st.lists(
    st.builds(free, st.integers(1, 20), st.integers(0, 600)), unique_by=lambda one: one.seat
)


@given(CALLS, SEATS, st.randoms())
def test_no_call_and_no_seat_is_used_twice_and_none_is_left_when_both_are_there(
    waiting: list[Waiting], seats: list[Free], random: object
) -> None:
    got = pairs(waiting, seats)
    assert len({call for call, _ in got}) == len({seat for _, seat in got}) == len(got)
    assert len(got) == min(len(waiting), len(seats))
    assert {seat for _, seat in got} <= {seat.seat for seat in seats}
    random.shuffle(waiting)  # type: ignore[attr-defined]
    random.shuffle(seats)  # type: ignore[attr-defined]
    assert pairs(waiting, seats) == got, "the order of asking does not matter"


@given(CALLS, SEATS)
def test_nobody_is_overtaken_by_one_who_came_later(
    waiting: list[Waiting], seats: list[Free]
) -> None:
    served = {call for call, _ in pairs(waiting, seats)}
    for one in waiting:
        for other in waiting:
            if one.again == other.again and one.since < other.since and other.call in served:
                assert one.call in served

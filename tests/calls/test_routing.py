"""The router: who gets which call, told as properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotline.calls.routing import PLAIN, Free, Waiting, counts_from, expected_wait_s, route
from hotline.rules.book import Book

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AHEAD_S, BEHIND_S, OVERFLOW_S, DIALECT_S = 60, 600, 60, 30
RULES = Book(
    {
        "ring_s": 15,
        "overflow_s": OVERFLOW_S,
        "dialect_wait_s": DIALECT_S,
        "elderly_ahead_s": AHEAD_S,
        "repeated_ahead_s": AHEAD_S,
        "limited_behind_s": BEHIND_S,
    }
)
HOUR = timedelta(hours=1)
LATER = NOW + timedelta(seconds=60)


def waits(call: int, s: int, **more: Any) -> Waiting:
    return Waiting(call, NOW - timedelta(seconds=s), **more)


def free(seat: int, idle_s: int, *, lease_until: datetime = LATER, **more: Any) -> Free:
    return Free(seat, NOW - timedelta(seconds=idle_s), lease_until, **more)


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
    assert (
        route(NOW, [waits(1, 5)], [free(8, 30)], Book({**RULES.numbers, "ring_s": 7}))[0].ring_s
        == 7
    )


# -- lines, levels, tongues ------------------------------------------------------------------------


def test_of_those_who_serve_a_line_the_most_skilled_is_asked_first() -> None:
    seats = [free(8, 90, lines={1: 3}), free(9, 5, lines={1: 8}), free(7, 99, lines={2: 9})]
    assert pairs([waits(1, 5, line=1)], seats) == [(1, 9)]


def test_a_special_line_is_served_by_those_named_for_it_alone() -> None:
    call = waits(1, 500, line=3, special=True)
    assert pairs([call], [free(8, 90), free(9, 9, lines={1: 5})]) == []
    assert pairs([call], [free(8, 90), free(9, 9, lines={3: 1})]) == [(1, 9)]


def test_another_line_helps_out_after_a_while() -> None:
    helper = free(8, 90, lines={2: 5})
    assert pairs([waits(1, OVERFLOW_S - 1, line=1, overflow=2)], [helper]) == []
    assert pairs([waits(1, OVERFLOW_S, line=1, overflow=2)], [helper]) == [(1, 8)]


def test_who_speaks_a_dialect_gets_a_seat_that_does_and_after_a_while_any() -> None:
    call = {"dialect": "温州话"}
    plain, native = free(8, 90), free(9, 1, dialects=frozenset({"温州话"}))
    assert pairs([waits(1, 0, **call)], [plain, native]) == [(1, 9)]
    assert pairs([waits(1, DIALECT_S - 1, **call)], [plain]) == []
    assert pairs([waits(1, DIALECT_S, **call)], [plain]) == [(1, 8)]


def test_an_elderly_caller_counts_as_having_waited_a_little_longer() -> None:
    seats = [free(8, 30)]
    assert pairs([waits(1, 50), waits(2, 0, elderly=True)], seats) == [(2, 8)]
    assert pairs([waits(1, 70), waits(2, 0, elderly=True)], seats) == [(1, 8)]


def test_who_tried_in_vain_counts_as_having_waited_a_little_longer() -> None:
    assert pairs([waits(1, 50), waits(2, 0, repeated=True)], [free(8, 30)]) == [(2, 8)]


def test_who_lost_his_operator_is_kept_for_him_a_moment_and_nobody_else_is() -> None:
    soon = NOW + timedelta(seconds=5)
    kept = waits(1, 60, again=True, kept_until=soon)
    assert pairs([kept, waits(2, 5)], [free(8, 30)]) == [(2, 8)]
    assert pairs([replace(kept, prefers=9)], [free(8, 30), free(9, 1)]) == [(1, 9)]
    assert pairs([replace(kept, kept_until=NOW)], [free(8, 30)]) == [(1, 8)]


def test_a_caller_who_abused_the_line_comes_after_the_others_and_in_the_end_comes() -> None:
    assert pairs([waits(1, 599, limited=True), waits(2, 0)], [free(8, 30)]) == [(2, 8)]
    assert pairs([waits(1, 601, limited=True), waits(2, 0)], [free(8, 30)]) == [(1, 8)]
    assert pairs([waits(1, 0, limited=True)], [free(8, 30)]) == [(1, 8)], "nobody else waits"


def test_the_expected_wait_is_what_the_seats_need_for_those_ahead() -> None:
    assert expected_wait_s(3, seats=2, handling_s=180) == 270
    assert expected_wait_s(1, seats=0, handling_s=180) == float("inf")


# -- whatever waits and whoever is free ------------------------------------------------------------

LINES = st.integers(1, 3)
CALLS = st.lists(
    st.builds(
        waits,
        st.integers(1, 30),
        st.integers(0, 1500),
        again=st.booleans(),
        prefers=st.none() | st.integers(1, 20),
        kept_until=st.none() | st.sampled_from([NOW - HOUR, NOW + HOUR]),
        line=LINES,
        special=st.booleans(),
        overflow=st.none() | LINES,
        dialect=st.sampled_from(["", "", "温州话"]),
        elderly=st.booleans(),
        repeated=st.booleans(),
        limited=st.booleans(),
    ),
    unique_by=lambda one: one.call,
)
SEATS = st.lists(
    st.builds(
        free,
        st.integers(1, 20),
        st.integers(0, 600),
        lines=st.dictionaries(LINES, st.integers(1, 9), max_size=2),
        dialects=st.sampled_from([frozenset[str](), frozenset({"温州话"})]),
    ),
    unique_by=lambda one: one.seat,
)


@given(CALLS, SEATS, st.randoms())
def test_no_call_and_no_seat_is_used_twice(
    waiting: list[Waiting], seats: list[Free], random: object
) -> None:
    got = pairs(waiting, seats)
    assert len({call for call, _ in got}) == len({seat for _, seat in got}) == len(got)
    assert {seat for _, seat in got} <= {seat.seat for seat in seats}
    random.shuffle(waiting)  # type: ignore[attr-defined]
    random.shuffle(seats)  # type: ignore[attr-defined]
    assert pairs(waiting, seats) == got, "the order of asking does not matter"


@given(CALLS, SEATS)
def test_nobody_is_left_whom_a_free_seat_could_take(
    waiting: list[Waiting], seats: list[Free]
) -> None:
    got = dict(pairs(waiting, seats))
    left = [seat for seat in seats if seat.seat not in got.values()]
    for call in waiting:
        if call.call not in got:
            assert pairs([call], left) == []


@given(CALLS, SEATS)
def test_nobody_starves_who_comes_later_overtakes_by_a_bounded_time_only(
    waiting: list[Waiting], seats: list[Free]
) -> None:
    """Whoever waits longer by more than all that counts for or against is served first, where both could be."""
    plain = [replace(seat, lines={}, dialects=frozenset({"温州话"})) for seat in seats]
    calls = [replace(call, special=False, prefers=None, kept_until=None) for call in waiting]
    served = {call for call, _ in pairs(calls, plain)}
    for one in calls:
        for other in calls:
            later = (other.since - one.since).total_seconds()
            if one.again == other.again and later > 2 * AHEAD_S + BEHIND_S and other.call in served:
                assert one.call in served


def plainly(waiting: list[Waiting], seats: list[Free]) -> list[tuple[int, int]]:
    """Say who gets whom as one would by hand: each caller in turn looks at every seat that is left."""
    left = sorted(seats, key=lambda seat: (seat.idle_since, seat.seat))
    got = []
    for call in sorted(waiting, key=lambda one: (not one.again, counts_from(one, RULES), one.call)):
        waited = (NOW - call.since).total_seconds()
        lines = [(call.line, call.special)]
        if call.overflow is not None and waited >= OVERFLOW_S:
            lines.append((call.overflow, False))
        marks = [
            (turn, -(speaks and bool(call.dialect)), -level, place)
            for turn, (line, special) in enumerate(lines)
            for place, seat in enumerate(left)
            if (level := seat.lines.get(line, 0 if special or seat.lines else PLAIN))
            and (
                (speaks := call.dialect in seat.dialects) or not call.dialect or waited >= DIALECT_S
            )
        ]
        known = [n for n, seat in enumerate(left) if seat.seat == call.prefers]
        kept = call.kept_until is not None and call.kept_until > NOW
        if known or (marks and not kept):
            got.append((call.call, left.pop(known[0] if known else min(marks)[-1]).seat))
    return got


@given(CALLS, SEATS)
def test_the_quick_way_gives_what_the_plain_one_gives(
    waiting: list[Waiting], seats: list[Free]
) -> None:
    assert pairs(waiting, seats) == plainly(waiting, seats)

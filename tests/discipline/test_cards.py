"""The ladder against a model in plain words, written apart from it: what somebody who only read the rule would count on his fingers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.discipline.cards import GRAVE, NONE, ORDINARY, Colour, Fault, Given, colours, weight
from hotline.rules.book import Book
from hotline.rules.numbers import BY_NAME

DAY = timedelta(days=1)
FIRST = datetime(2013, 4, 1, tzinfo=UTC)
DEFAULTS = Book({name: number.default for name, number in BY_NAME.items()})

Story = list[tuple[int, bool]]
"""Of each fault: how many days after the one before, and whether it was grave."""


def told(story: Story, counts_days: int = 365, book: Book = DEFAULTS) -> list[Given]:
    """Return the faults of a story as the ladder reads them."""
    day, found = 0, []
    for after, grave in story:
        day += after
        at = FIRST + day * DAY
        found.append(Given(at=at, until=at + counts_days * DAY, grave=grave, book=book))
    return found


def in_plain_words(story: Story, counts_days: int, red_is: int, out_is: int) -> list[str]:
    """Say what each fault brings, as on a calendar: a page a day, a stone for each fault, taken off when its days are over."""
    stones: list[int] = []
    said, today = [], 0
    for after, grave in story:
        for _morning in range(after):
            today += 1
            stones = [left - 1 for left in stones]
            stones = [left for left in stones if left > 0]
        stones.append(counts_days)
        which = len(stones)
        if grave:
            said.append("out")
        elif which < red_is and which < out_is:
            said.append("yellow")
        elif which < out_is:
            said.append("red")
        else:
            said.append("out")
    return said


stories = st.lists(st.tuples(st.integers(0, 40), st.booleans() | st.just(False)), max_size=12)
ladders = st.tuples(st.integers(2, 5), st.integers(2, 7))


@given(stories, st.integers(1, 90), ladders)
def test_each_fault_brings_what_the_plain_words_say(
    story: Story, counts_days: int, ladder: tuple[int, int]
) -> None:
    red_is, out_is = ladder
    book = Book({**DEFAULTS.numbers, "red_card_faults": red_is, "expel_faults": out_is})
    shown = [colour.value for colour in colours(told(story, counts_days, book))]
    assert shown == in_plain_words(story, counts_days, red_is, out_is)


@given(stories, st.integers(1, 90), st.data())
def test_a_card_taken_away_makes_no_other_worse(
    story: Story, counts_days: int, data: st.DataObject
) -> None:
    faults = told(story, counts_days)
    if not faults:
        return
    gone = data.draw(st.integers(0, len(faults) - 1))
    order = list(Colour)
    before = [c for n, c in enumerate(colours(faults)) if n != gone]
    after = colours([one for n, one in enumerate(faults) if n != gone])
    assert before[:gone] == after[:gone], "what came before it is as it was"
    assert all(order.index(b) >= order.index(a) for b, a in zip(before, after, strict=True))


@given(stories)
def test_an_old_card_is_read_by_the_rules_of_its_day(story: Story) -> None:
    faults = told(story)
    milder = Book({**DEFAULTS.numbers, "red_card_faults": 9, "expel_faults": 19})
    later = Given(at=FIRST + 999 * DAY, until=FIRST + 1999 * DAY, book=milder)
    assert colours([*faults, later])[:-1] == colours(faults)


def test_the_first_is_yellow_the_second_red_the_third_the_end() -> None:
    assert colours(told([(0, False)] * 4)) == [
        Colour.YELLOW,
        Colour.RED,
        Colour.OUT,
        Colour.OUT,
    ]


def test_a_grave_one_is_the_end_and_counts_as_one() -> None:
    assert colours(told([(0, True), (1, False)])) == [Colour.OUT, Colour.RED]


@pytest.mark.parametrize(("after", "colour"), [(364, Colour.RED), (365, Colour.YELLOW)])
def test_a_card_counts_until_its_day_and_not_on_it(after: int, colour: Colour) -> None:
    assert colours(told([(0, False), (after, False)]))[-1] == colour


def test_every_kind_of_fault_has_its_weight_in_the_rules() -> None:
    weights = {fault: weight(fault, DEFAULTS) for fault in Fault}
    assert {one for one, heavy in weights.items() if heavy == GRAVE} == {
        Fault.SAFETY,
        Fault.CHEATING,
    }
    assert set(weights.values()) == {ORDINARY, GRAVE}
    lenient = Book({**DEFAULTS.numbers, "fault_late": NONE})
    assert weight(Fault.LATE, lenient) == NONE

"""Telephone numbers: one writing each, sentences for what is none, masks that hide enough."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.callers import numbers
from hotline.callers.numbers import WITHHELD, Kind, NotANumber, Number, display, masked, read

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"0(577|10|21|755)[2-9][0-9]{7}|0(875|943)[2-9][0-9]{6}", fullmatch=True)
shorts = st.from_regex(r"1[0-9]{2}|[1-9][0-9]{4}", fullmatch=True)
tolls = st.from_regex(r"400[168][0-9]{6}", fullmatch=True)
foreign = st.from_regex(r"\+120[1-3]555[0-9]{4}", fullmatch=True)
typed = st.one_of(mobiles, landlines, shorts, tolls, foreign)


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("13800005126", Kind.MOBILE, "+8613800005126"),
        ("138 0000 5126", Kind.MOBILE, "+8613800005126"),
        ("138-0000-5126", Kind.MOBILE, "+8613800005126"),
        ("+86 138 0000 5126", Kind.MOBILE, "+8613800005126"),
        ("008613800005126", Kind.MOBILE, "+8613800005126"),
        ("013800005126", Kind.MOBILE, "+8613800005126"),
        ("\uff11\uff13\uff18 00005126", Kind.MOBILE, "+8613800005126"),
        ("+86 0577 6581 2345", Kind.LANDLINE, "+8657765812345"),
        ("(0577) 6581-2345", Kind.LANDLINE, "+8657765812345"),
        ("65812345", Kind.LANDLINE, "+8657765812345"),
        ("+86 577 6581 2345", Kind.LANDLINE, "+8657765812345"),
        ("010 6581 2345", Kind.LANDLINE, "+861065812345"),
        ("400-800-1234", Kind.TOLL, "+864008001234"),
        ("110", Kind.SHORT, "110"),
        ("12345", Kind.SHORT, "12345"),
        ("81890", Kind.SHORT, "81890"),
        ("95598", Kind.SHORT, "95598"),
        ("+1 202 555 0123", Kind.FOREIGN, "+12025550123"),
        ("0012025550123", Kind.FOREIGN, "+12025550123"),
        ("", Kind.WITHHELD, ""),
        ("Anonymous", Kind.WITHHELD, ""),
    ],
)  # fmt: skip
def test_a_number_has_one_writing_however_it_was_typed(text: str, kind: Kind, written: str) -> None:
    assert read(text) == Number(kind, written)


def test_a_number_without_area_code_belongs_to_the_line_that_took_it() -> None:
    assert read("65812345", area_code="010") == read("010 6581 2345")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1380000", "还差 4 位"),
        ("1380000512", "还差 1 位"),
        ("138000051267", "多了 1 位"),
        ("138o0005126", "只能有数字"),
        ("138+0005126", "只能有数字"),
        ("1234", "没有这样的号码"),
        ("99", "没有这样的号码"),
        ("0577 658", "没有这样的座机号码"),
        ("0212345678", "没有这样的座机号码"),
        ("057712345678", "没有这样的座机号码"),
        ("+1 2", "没有这样的境外号码"),
        ("+999 1234567", "没有这样的境外号码"),
    ],
)
def test_what_is_no_number_is_refused_with_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(NotANumber, match=says):
        read(text)


@pytest.mark.parametrize(
    ("text", "whole", "hidden", "dialled"),
    [
        ("13800005126", "138 0000 5126", "138****5126", "13800005126"),
        ("65812345", "0577 6581 2345", "0577****2345", "057765812345"),
        ("01065812345", "010 6581 2345", "010****2345", "01065812345"),
        ("08752345678", "0875 234 5678", "0875****5678", "08752345678"),
        ("4008001234", "400 800 1234", "400****1234", "4008001234"),
        ("+12025550123", "+1 202-555-0123", "+1****123", "0012025550123"),
        ("95598", "95598", "95598", "95598"),
    ],
)
def test_a_number_is_shown_whole_masked_and_dialled(
    text: str, whole: str, hidden: str, dialled: str
) -> None:
    number = read(text)
    assert (display(number), masked(number), number.dialled) == (whole, hidden, dialled)


def test_a_withheld_number_is_called_anonymous() -> None:
    assert display(WITHHELD) == masked(WITHHELD) == "匿名"
    assert not WITHHELD.known


@given(typed)
def test_the_whole_number_reads_back_as_itself(text: str) -> None:
    number = read(text)
    assert read(number.text) == number
    assert read(display(number)) == number
    assert read(number.dialled) == number


@given(typed, st.lists(st.sampled_from([" ", "-", "\u2014", "(", ")", ""]), min_size=14))
def test_what_stands_between_digits_does_not_matter(text: str, between: list[str]) -> None:
    spread = "".join(a + b for a, b in zip(text, between, strict=False))
    assert read(spread) == read(text)


@given(st.one_of(mobiles, landlines, tolls, foreign))
def test_a_mask_shows_at_most_seven_digits_and_hides_at_least_three(text: str) -> None:
    number = read(text)
    shown = re.sub(r"\D", "", masked(number).removeprefix("0"))
    national = re.sub(r"\D", "", number.text).removeprefix("86")
    assert len(shown) <= 7
    assert len(national) - len(shown) >= 3
    assert number.text not in masked(number)
    assert "****" in masked(number)


@given(st.text(max_size=25))
def test_a_call_never_fails_over_its_number(sent: str) -> None:
    number = numbers.from_carrier(sent)
    assert display(number)
    assert number.known == bool(number.text)


@given(st.from_regex(r"[0-9]{1,25}", fullmatch=True))
def test_an_odd_number_shows_at_most_two_digits(sent: str) -> None:
    number = numbers.from_carrier(sent)
    if number.kind is Kind.ODD:
        assert len(masked(number).removeprefix("****")) <= 2


@given(typed)
def test_a_number_keeps_out_of_logs(text: str) -> None:
    number = read(text)
    assert number.text not in repr(number)
    assert number.text not in f"{number}"

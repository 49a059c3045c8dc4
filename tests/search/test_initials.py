"""Pinyin initials."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotline.search.initials import initials


def test_each_syllable_gives_its_first_letter() -> None:
    assert initials("\u6c34\u7ba1\u7ef4\u4fee") == "sgwx"


def test_letters_and_digits_stay_and_marks_go() -> None:
    assert initials("\u6c34 5-B!") == "s5b"


@given(st.text(max_size=20))
def test_initials_can_be_typed_on_any_keyboard(word: str) -> None:
    typed = initials(word)
    assert typed == "" or (typed.isascii() and typed.isalnum() and typed == typed.lower())

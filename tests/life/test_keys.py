"""What was sent as a row's key is read strictly."""

from __future__ import annotations

import pytest

from hotline.life.keys import row_key


@pytest.mark.parametrize(("text", "key"), [("0", 0), ("42", 42), ("9" * 18, int("9" * 18))])
def test_a_plain_number_is_a_key(text: str, key: int) -> None:
    assert row_key(text) == key


@pytest.mark.parametrize(
    "text", [None, "", "²", "٤٢", "-1", "+1", "1.0", " 1", "1\n", "1_0", "9" * 19, "9" * 5000]
)
def test_nothing_else_is(text: str | None) -> None:
    assert row_key(text) is None

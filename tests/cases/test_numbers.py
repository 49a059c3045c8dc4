"""A number as people write it, and what only looks like one."""

from __future__ import annotations

import pytest

from hotline.cases.numbers import read


@pytest.mark.parametrize(
    ("written", "serial"),
    [
        ("20120926-00031", 31),
        ("2012092600031", 31),
        (" 00031 ", 31),
        ("31", 31),
        ("20120926-123456", 123456),
        ("13800005126", 13800005126),  # a telephone number is not case 126 of some day
        ("", None),
        ("２０１２", None),
        ("9" * 5000, None),
        ("20120926-", None),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, serial: int | None) -> None:
    assert read(written) == serial

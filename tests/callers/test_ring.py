"""The key file: read as it was first made and as it is now written, replaced whole, noticed at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hotline.callers import ring
from hotline.callers.ring import KeyFile, Ring, RingFull, RingUnreadable

FIRST = bytes(range(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "callers"
    path.write_bytes(FIRST)
    return path


def test_thirty_two_bytes_are_key_one() -> None:
    assert ring.parse(FIRST) == Ring(((1, FIRST),))


def test_what_is_written_reads_back_closed_to_others(file: Path) -> None:
    keys = ring.parse(FIRST).with_new()
    ring.write(file, keys)
    assert ring.parse(file.read_bytes()) == keys
    assert keys.numbers == (1, 2)
    assert keys.newest == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_at_most_two_keys_are_on_the_ring() -> None:
    keys = ring.parse(FIRST).with_new()
    with pytest.raises(RingFull):
        keys.with_new()
    assert keys.without_old().with_new().numbers == (2, 3)
    with pytest.raises(RingFull):
        Ring(((ring.MOST, FIRST),)).with_new()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        FIRST + b"\n",
        b"head\n",
        b"head\n1 00ff",
        b"head\n1 " + FIRST.hex().encode() + b"\n1 " + FIRST.hex().encode(),
        b"head\n2 " + FIRST.hex().encode() + b"\n1 " + FIRST.hex().encode(),
        b"head\nx " + FIRST.hex().encode(),
        b"head\n1 " + b"zz" * 32,
        b"\xff\n1 " + FIRST.hex().encode(),
    ],
)
def test_what_is_no_ring_is_refused(content: bytes) -> None:
    with pytest.raises(RingUnreadable):
        ring.parse(content)


def test_a_new_key_is_seen_at_the_next_look(file: Path) -> None:
    seen = KeyFile(file)
    assert seen.ring().numbers == (1,)
    ring.write(file, seen.ring().with_new())
    assert seen.ring().numbers == (1, 2)
    ring.write(file, seen.ring().without_old())
    assert seen.ring().numbers == (2,)


def test_a_file_that_is_away_does_not_stop_whoever_knows_the_keys(file: Path) -> None:
    seen = KeyFile(file)
    known = seen.ring()
    file.unlink()
    assert seen.ring() == known
    with pytest.raises(OSError, match="callers"):
        KeyFile(file).ring()


def test_a_ring_does_not_show_its_keys() -> None:
    assert FIRST.hex() not in repr(ring.parse(FIRST))
    assert "1" in repr(ring.parse(FIRST))

"""Sealed texts open only whole, in their place, and with their key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from hotline.callers import sealing
from hotline.callers.sealing import SealBroken, open_, seal

OTHER_KEY = bytes(range(32))


def fingerprint(text: str) -> bytes:
    keys = sealing.ring()
    return sealing.fingerprint(text, keys.newest, keys=keys)


@given(st.text(), st.text(max_size=40))
def test_what_is_sealed_opens_in_its_place(text: str, place: str) -> None:
    assert open_(seal(text, place), place) == text


@given(st.text(), st.data())
def test_a_single_altered_bit_breaks_the_seal(text: str, data: Any) -> None:
    sealed = bytearray(seal(text, "caller:1:name"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        open_(bytes(sealed), "caller:1:name")


@given(st.binary(max_size=60))
def test_bytes_that_were_never_sealed_do_not_open(noise: bytes) -> None:
    with pytest.raises(SealBroken):
        open_(noise, "caller:1:name")


@given(st.text(), st.data())
def test_a_cut_seal_does_not_open(text: str, data: Any) -> None:
    sealed = seal(text, "caller:1:name")
    with pytest.raises(SealBroken):
        open_(sealed[: data.draw(st.integers(0, len(sealed) - 1))], "caller:1:name")


@pytest.mark.parametrize("place", ["caller:2:name", "caller:1:wishes", ""])
def test_a_text_moved_to_another_place_does_not_open(place: str) -> None:
    with pytest.raises(SealBroken, match="moved"):
        open_(seal("secret", "caller:1:name"), place)


def test_another_key_does_not_open_and_does_not_find(tmp_path: Path) -> None:
    sealed, mark = seal("secret", "caller:1:name"), fingerprint("secret")
    (tmp_path / "callers").write_bytes(OTHER_KEY)
    with override_settings(CALLERS_KEY_FILE=tmp_path / "callers"):
        assert fingerprint("secret") != mark
        with pytest.raises(SealBroken):
            open_(sealed, "caller:1:name")


def test_the_seal_names_its_key_and_an_unknown_one_is_said() -> None:
    sealed = seal("secret", "caller:1:name")
    assert sealed[0] == sealing.ring().newest
    with pytest.raises(SealBroken, match="key 9"):
        open_(b"\x09" + sealed[1:], "caller:1:name")


@given(st.text(min_size=3))
def test_nothing_of_the_text_shows(text: str) -> None:
    one, other = seal(text, "here"), seal(text, "here")
    assert one != other
    assert text.encode() not in one
    assert text.encode() not in fingerprint(text)


@given(st.text(), st.text())
def test_a_fingerprint_is_the_same_for_the_same_text_alone(one: str, other: str) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_a_broken_seal_does_not_tell_the_text() -> None:
    sealed = seal("topsecret", "caller:1:name")
    with pytest.raises(SealBroken) as fault:
        open_(sealed, "caller:2:name")
    assert "topsecret" not in str(fault.value)

"""Hearing a place in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.areas.matching import Gazetteer, Place

CITY = Place("0", "Rivertown City", "Rivertown", None, 0)
EAST = Place("1", "East Street", "East", "0", 1)
WEST = Place("2", "West Street", "West", "0", 1)
EAST_BRIDGE = Place("1-1", "Bridge Village", "Bridge", "1", 2)
WEST_BRIDGE = Place("2-1", "Bridge Village", "Bridge", "2", 2)
EAST_EAST = Place("1-2", "East Village", "East", "1", 2)
LONG_BRIDGE = Place("2-2", "Longer Bridge", "Longer", "2", 2)
PLACES = [CITY, EAST, WEST, EAST_BRIDGE, WEST_BRIDGE, EAST_EAST, LONG_BRIDGE]
GAZETTEER = Gazetteer(PLACES)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I live in East Street", EAST),
        ("in the East", EAST),
        ("Bridge Village, East Street", EAST_BRIDGE),
        ("West, Bridge Village", WEST_BRIDGE),
        ("East Village, East Street", EAST_EAST),
        ("in East Village", EAST_EAST),
        ("by the Longer Bridge", LONG_BRIDGE),
        ("somewhere in Rivertown", CITY),
        ("Rivertown, West, Bridge", WEST_BRIDGE),
    ],
)
def test_the_place_that_most_words_speak_for_is_found(said: str, meant: Place) -> None:
    found = GAZETTEER.find(said)
    assert found is not None
    assert found.place == meant


def test_words_without_a_place_find_none() -> None:
    assert GAZETTEER.find("just round the corner") is None
    assert GAZETTEER.find("") is None


def test_a_place_says_by_which_words_it_was_heard() -> None:
    found = GAZETTEER.find("Bridge Village in the West of Rivertown")
    assert found is not None
    assert found.words == ("Rivertown", "West", "Bridge Village")


def test_a_name_of_two_villages_alone_is_ranked_for_both() -> None:
    ranked = GAZETTEER.ranked("Bridge Village")
    assert {one.place for one in ranked[:2]} == {EAST_BRIDGE, WEST_BRIDGE}
    assert ranked[0].weight == ranked[1].weight


@given(st.sampled_from(PLACES), st.text(alphabet="xyz ,", max_size=20), st.text("xyz ,"))
def test_a_full_name_is_heard_among_any_words(place: Place, before: str, after: str) -> None:
    ranked = GAZETTEER.ranked(before + place.name + after)
    best = [one.place for one in ranked if one.weight == ranked[0].weight]
    assert place in best


@given(st.text(max_size=60))
def test_every_word_that_speaks_for_a_place_was_said(text: str) -> None:
    for found in GAZETTEER.ranked(text):
        assert all(word in text for word in found.words)

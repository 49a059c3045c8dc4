"""Ranking services for what was said. The sample town's utterances are in tests/demo."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotline.catalogue.matching import Entry, Index, plain

LETTERS = "".join(map(chr, range(0x4E00, 0x4E40)))
"""A small alphabet of the script that callers' words are written in."""
phrase = st.text(LETTERS, min_size=2, max_size=6)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Draw services whose names differ."""
    names = draw(st.lists(phrase, min_size=2, max_size=8, unique=True))
    return [
        Entry(
            code=f"{at:04}",
            name=name,
            aliases=draw(st.lists(phrase, max_size=2)),
            keywords=draw(st.lists(phrase, max_size=4)),
            initials=(f"q{chr(97 + at)}w",),
        )
        for at, name in enumerate(names)
    ]


@given(entries(), st.text(LETTERS, max_size=30))
def test_a_ranking_falls_and_holds_each_service_once(known: list[Entry], said: str) -> None:
    found = Index(known).match(said, most=99, least=0)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len({one.code for one in found}) == len(found)


@given(entries(), st.text(LETTERS + ", ", max_size=30))
def test_the_words_that_speak_for_a_service_were_said(known: list[Entry], said: str) -> None:
    for found in Index(known).match(said, most=99, least=0.001):
        assert found.words
        assert all(word in plain(said) for word in found.words)


@given(entries(), st.text(LETTERS, max_size=30), st.data())
def test_more_words_for_a_service_never_speak_against_it(
    known: list[Entry], said: str, data: st.DataObject
) -> None:
    meant = data.draw(st.sampled_from(known))
    index = Index(known)
    assert _score(index, f"{said} {meant.name}", meant) >= _score(index, said, meant)


@given(entries(), st.data())
def test_the_order_in_which_services_are_known_changes_nothing(
    known: list[Entry], data: st.DataObject
) -> None:
    said = data.draw(st.text(LETTERS, max_size=20))
    shuffled = data.draw(st.permutations(known))
    assert Index(known).match(said) == Index(shuffled).match(said)


@given(entries(), st.data())
def test_pinyin_initials_find_their_service_first(known: list[Entry], data: st.DataObject) -> None:
    meant = data.draw(st.sampled_from(known))
    assert Index(known).match(meant.initials[0].upper())[0].code == meant.code


def test_what_is_unlike_everything_suggests_nothing() -> None:
    index = Index([Entry("1", LETTERS[:4]), Entry("2", LETTERS[4:8])])
    assert index.match("") == []
    assert index.match(" ,. ") == []
    assert index.match(LETTERS[20:40]) == []
    assert Index([]).match(LETTERS) == []


def test_a_word_that_one_service_knows_outweighs_one_that_many_know() -> None:
    common, rare = LETTERS[:2], LETTERS[2:4]
    many = [Entry(str(n), LETTERS[10 + n : 12 + n], keywords=[common]) for n in range(5)]
    one = Entry("9", LETTERS[30:33], keywords=[rare])
    assert Index([*many, one]).match(common + rare, least=0)[0].code == "9"


def test_a_name_outweighs_a_keyword_and_a_keyword_the_description() -> None:
    word = LETTERS[:3]
    told = Entry("told", LETTERS[10:13], description=word)
    known = Entry("known", LETTERS[20:23], keywords=[word])
    named = Entry("named", word)
    for less, more in ((told, known), (known, named), (told, named)):
        assert Index([less, more]).match(word, least=0)[0].code == more.code


def test_what_is_faint_beside_the_best_is_left_out() -> None:
    word = LETTERS[:3]
    told = Entry("told", LETTERS[10:13], description=word)
    index = Index([told, Entry("named", word)])
    assert [one.code for one in index.match(word, least=0)] == ["named"]


def test_wide_letters_and_capitals_are_the_same_to_it() -> None:
    index = Index([Entry("1", LETTERS[:3], initials=("abc",)), Entry("2", LETTERS[3:6])])
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "ABC")
    assert index.match(wide) == index.match("abc")


def _score(index: Index, said: str, meant: Entry) -> float:
    found = index.match(said, most=99, least=0)
    return next((one.score for one in found if one.code == meant.code), 0.0)

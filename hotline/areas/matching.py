"""Which area somebody speaks of. Pure: words in, a place out; if it is served is asked elsewhere.

The longest name wins; a place gains the length of the name it lies in when that is said too, so
that of two villages of one name the right one is found, and a community before its town.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """An area as it is spoken of."""

    code: str
    name: str
    short: str
    parent: str | None
    depth: int


@dataclass(frozen=True, slots=True)
class Found:
    """A place that was heard, and the words by which."""

    place: Place
    words: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Return how many characters speak for this place."""
        return sum(map(len, self.words))


class Gazetteer:
    """All places, ready to be heard in a sentence."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: Mapping[str, Place] = {place.code: place for place in places}

    def find(self, text: str) -> Found | None:
        """Return the place that most of *text* speaks for."""
        return next(iter(self.ranked(text)), None)

    def ranked(self, text: str) -> list[Found]:
        """Return every place named in *text*, the likeliest first."""
        heard = {code: word for code, place in self.places.items() if (word := _heard(place, text))}
        found = [
            Found(self.places[code], self._words(code, word, heard)) for code, word in heard.items()
        ]
        return sorted(found, key=lambda one: (-one.weight, -one.place.depth, one.place.code))

    def _words(self, code: str, word: str, heard: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names said of a place and of what it lies in, outermost first."""
        words = [word]
        at = self.places[code].parent
        while at is not None and at in self.places:
            said = heard.get(at, "")
            if said and not any(said in one for one in words):
                words.append(said)
            at = self.places[at].parent
        return tuple(reversed(words))


def _heard(place: Place, text: str) -> str:
    return next((form for form in (place.name, place.short) if form and form in text), "")

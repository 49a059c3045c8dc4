"""Which area somebody speaks of. Pure: words in, a place out; if it is served is asked elsewhere.

The place that most of what was said speaks for wins: its own name and those of what it lies in. So
of two villages of one name the right one is found, and a community before its town. Where the same
words name a town and a community in it, the town is meant.
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
    """A place that was heard: by which name of its own, and by which words in all."""

    place: Place
    name: str
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
            Found(self.places[code], word, self._words(code, heard)) for code, word in heard.items()
        ]
        return sorted(
            found, key=lambda one: (-one.weight, -len(one.name), one.place.depth, one.place.code)
        )

    def _words(self, code: str, heard: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names said of a place and of what it lies in, outermost first."""
        said: list[str] = []
        at: str | None = code
        while at is not None and at in self.places:
            said.insert(0, heard.get(at, ""))
            at = self.places[at].parent
        return tuple(one for one in dict.fromkeys(said) if not _is_part(one, said))


def _is_part(word: str, of: list[str]) -> bool:
    return any(word != one and word in one for one in of) or not word


def _heard(place: Place, text: str) -> str:
    return next((form for form in (place.name, place.short) if form and form in text), "")

"""Which services a caller may mean. Pure: words in, a ranking out with the words that spoke for it.

What is said is compared by runs of one to three characters, as callers never use the catalogue's
own words. A run weighs the more the fewer services know it, and the rarer its rarest character; a
name weighs more than a keyword, a keyword more than the description. A whole name, alias or
keyword that was said weighs extra, and so do the pinyin initials that operators type. Nothing here
decides: the operator does.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

NAME, ALIAS, KEYWORD, DESCRIPTION = 1.5, 1.2, 1.0, 0.35
"""What a run is worth by where the service has it."""
RUN = {1: 0.45, 2: 1.0, 3: 1.3}
"""What a run is worth by its length; single characters count in names and aliases alone."""
WHOLE = 1.5
"""What a whole name, alias or keyword adds, times the weight of its runs."""
BEGUN = 2.0
"""What is added to services whose name holds all that was typed so far."""
SAME_INITIALS, BEGUN_INITIALS, INNER_INITIALS = 12.0, 8.0, 5.0
LEAST = 1.9
"""If the best is below this, the likeness is chance: better no suggestion than a wrong one."""
FAINT = 0.15
"""What is fainter than this share of the best is left out."""

_LATIN = re.compile(r"[a-z0-9]{2,}")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A service as it may be asked for."""

    code: str
    name: str
    aliases: Sequence[str] = ()
    keywords: Sequence[str] = ()
    description: str = ""
    initials: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A service that may be meant, how strongly, and the words that spoke for it."""

    code: str
    score: float
    words: tuple[str, ...]


class Index:
    """The services of one day, ready to be asked."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._runs: dict[str, dict[int, float]] = defaultdict(dict)
        self._phrases: dict[str, dict[int, float]] = defaultdict(dict)
        for at, entry in enumerate(self.entries):
            self._learn(at, entry)
        rarities = _rarities(self.entries)
        self._weights = {
            run: RUN[len(run)]
            * _rarity(len(known), of=len(self.entries))
            * math.sqrt(max(rarities[character] for character in run))
            for run, known in self._runs.items()
        }

    def _learn(self, at: int, entry: Entry) -> None:
        for phrase, worth in _phrases(entry):
            for run in _runs(phrase):
                if len(run) > 1 or worth > KEYWORD:
                    known = self._runs[run]
                    known[at] = max(known.get(at, 0.0), worth)
            if worth >= KEYWORD:
                known = self._phrases[plain(phrase)]
                known[at] = max(known.get(at, 0.0), worth)

    def match(self, said: str, *, most: int = 5, least: float = LEAST) -> list[Match]:
        """Return the services that *said* may mean, the likeliest first; none if like nothing."""
        text = plain(said)
        scores: dict[int, float] = defaultdict(float)
        words: dict[int, set[str]] = defaultdict(set)
        for run in self._weights.keys() & set(_runs(text)):
            self._weigh(self._runs[run], self._weights[run], run, scores, words)
        for phrase, known in self._phrases.items():
            if len(phrase) > 1 and phrase in text:
                self._weigh(known, WHOLE * self._weight(phrase), phrase, scores, words)
        self._begun(text, scores, words)
        self._by_initials(text, scores, words)
        best = sorted(scores, key=lambda at: (-scores[at], self.entries[at].code))
        if not best or scores[best[0]] < least:
            return []
        enough = FAINT * scores[best[0]]
        return [
            Match(self.entries[at].code, round(scores[at], 3), _spoken(text, words[at]))
            for at in best[:most]
            if scores[at] >= enough
        ]

    def _weight(self, phrase: str) -> float:
        return max((self._weights.get(run, 0.0) for run in _runs(phrase)), default=0.0)

    @staticmethod
    def _weigh(
        known: dict[int, float],
        weight: float,
        word: str,
        scores: dict[int, float],
        words: dict[int, set[str]],
    ) -> None:
        for at, worth in known.items():
            scores[at] += worth * weight
            words[at].add(word)

    def _begun(self, text: str, scores: dict[int, float], words: dict[int, set[str]]) -> None:
        if len(text) < 2 or not scores:
            return
        for at in list(scores):
            if text in plain(self.entries[at].name):
                scores[at] += BEGUN
                words[at].add(text)

    def _by_initials(self, text: str, scores: dict[int, float], words: dict[int, set[str]]) -> None:
        for typed in _LATIN.findall(text):
            for at, entry in enumerate(self.entries):
                likeness = max((_likeness(typed, known) for known in entry.initials), default=0.0)
                if likeness:
                    scores[at] += likeness
                    words[at].add(typed)


def plain(text: str) -> str:
    """Return *text* in one width and case, each mark and blank a single blank."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


def _phrases(entry: Entry) -> Iterator[tuple[str, float]]:
    yield entry.name, NAME
    yield from ((alias, ALIAS) for alias in entry.aliases)
    yield from ((keyword, KEYWORD) for keyword in entry.keywords)
    yield entry.description, DESCRIPTION


def _runs(text: str) -> Iterator[str]:
    """Return every run of one to three characters, over no blank and no Latin word."""
    for part in _LATIN.sub(" ", plain(text)).split():
        for length in RUN:
            yield from (part[i : i + length] for i in range(len(part) - length + 1))


def _rarity(known: int, *, of: int) -> float:
    """Return how much it tells that *known* services share a thing: 0 if all, 1 if one."""
    return 1 - math.log(known) / math.log(of + 1)


def _rarities(entries: Sequence[Entry]) -> dict[str, float]:
    """Return how much each character tells."""
    texts = [{c for phrase, _ in _phrases(entry) for c in plain(phrase)} for entry in entries]
    known = Counter(character for text in texts for character in text)
    return {character: _rarity(count, of=len(entries)) for character, count in known.items()}


def _likeness(typed: str, known: str) -> float:
    if typed == known:
        return SAME_INITIALS
    if known.startswith(typed):
        return BEGUN_INITIALS
    return INNER_INITIALS if len(typed) > 2 and typed in known else 0.0


def _spoken(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the stretches of *text* that *words* cover, in the order they were said."""
    covered = [False] * len(text)
    for word in words:
        for found in re.finditer(f"(?={re.escape(word)})", text):
            covered[found.start() : found.start() + len(word)] = [True] * len(word)
    stretches = "".join(c if yes else " " for c, yes in zip(text, covered, strict=True)).split()
    return tuple(dict.fromkeys(stretches))

"""What a dispatch keeps of the choice, and the answer it gives to "why not I": pure.

A candidate is kept as whole numbers (a score in ten-thousandths, shares in thousandths), those left out as how many each
filter removed and their keys, each as its distance from the one before, packed: ten thousand take some kilobytes.
"""

from __future__ import annotations

import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .ranking import SHARES, LeftOut, Mode, Ranking


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate as it is kept."""

    place: int
    provider: int
    newcomer: bool
    score: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Kept:
    """A choice as it is read again."""

    mode: Mode
    newcomers_turn: bool
    weights: Mapping[str, int]
    candidates: tuple[Scored, ...]
    counts: Mapping[LeftOut, int]
    packed: Mapping[LeftOut, str]

    def find(self, provider: int) -> Scored | None:
        """Return the place of one provider among those who could be asked."""
        return next((one for one in self.candidates if one.provider == provider), None)

    def left_out(self, provider: int) -> LeftOut | None:
        """Return which filter removed one provider; None as well for one that did not render the service."""
        return next((why for why, keys in self.packed.items() if provider in unpack(keys)), None)


def keep(ranking: Ranking) -> dict[str, Any]:
    """Return what is kept of a choice."""
    return {
        "mode": ranking.mode.value,
        "newcomers_turn": ranking.newcomers_turn,
        "weights": ranking.weights.each,
        "candidates": [
            [
                one.facts.provider,
                int(one.newcomer),
                round(one.score * 10_000),
                *(round(getattr(one, name) * 1000) for name in SHARES),
            ]
            for one in ranking.candidates
        ],
        "removed": {
            why.value: [len(keys), pack(keys)] for why, keys in ranking.removed.items() if keys
        },
    }


def read(kept: Any) -> Kept | None:
    """Return a choice as it was kept; None for what was kept before choices were kept so."""
    if not isinstance(kept, dict) or "candidates" not in kept:
        return None
    removed = {LeftOut(why): told for why, told in kept["removed"].items()}
    return Kept(
        mode=Mode(kept["mode"]),
        newcomers_turn=kept["newcomers_turn"],
        weights=kept["weights"],
        candidates=tuple(
            Scored(
                place,
                provider,
                bool(newcomer),
                score / 10_000,
                dict(zip(SHARES, (share / 1000 for share in shares), strict=True)),
            )
            for place, (provider, newcomer, score, *shares) in enumerate(kept["candidates"], 1)
        ),
        counts={why: removed[why][0] for why in LeftOut if why in removed},
        packed={why: removed[why][1] for why in LeftOut if why in removed},
    )


def pack(keys: Iterable[int]) -> str:
    """Return keys in a compact form."""
    ordered = sorted(keys)
    steps = [key - before for before, key in zip([0, *ordered], ordered, strict=False)]
    return b85encode(zlib.compress(" ".join(map(str, steps)).encode())).decode()


def unpack(packed: str) -> frozenset[int]:
    """Return the keys again."""
    found, key = set(), 0
    for step in zlib.decompress(b85decode(packed)).split():
        key += int(step)
        found.add(key)
    return frozenset(found)

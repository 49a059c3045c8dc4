"""What a draft says of ranks: everybody who is first, and who is last only where that is another rank."""

from __future__ import annotations

import pytest

from hotline.circulars import wording
from hotline.circulars.figures import Figures, Named, Unit, Whole


def findings(*ranks: int | None) -> str:
    units = tuple(
        Unit(n, f"第{n}局", "甲乙丙丁戊己"[n], "委办局", volume=5, place="ranked" if rank else "few", rank=rank)
        for n, rank in enumerate(ranks)
    )  # fmt: skip
    return "\n".join(wording._findings(Figures(Whole(), Whole(), units=units)))


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        ((1, 2, 3), "委办局中，甲排名第一，丙排名靠后。"),
        ((1, 1), "委办局中，甲、乙并列第一。"),
        ((1, 1, 1, 1, 1), "委办局中，甲、乙、丙等 5 个单位并列第一。"),
        ((1, 1, 3), "委办局中，甲、乙并列第一，丙排名靠后。"),
        ((1, 2, 2, None), "委办局中，甲排名第一，乙、丙排名靠后。"),
        ((1, 2, 2, 2, 2), "委办局中，甲排名第一，乙、丙、丁等 4 个单位排名靠后。"),
    ],
)
def test_a_tie_is_told_as_a_tie(ranks: tuple[int | None, ...], said: str) -> None:
    assert said in findings(*ranks).splitlines()


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, "路灯，4 件，上期为 0。"),
        (2, "路灯，4 件，与上期相比增 100.00%。"),
        (4, "路灯，4 件，与上期相比持平。"),
    ],
)
def test_what_was_asked_for_most_is_compared_in_a_sentence(before: int, said: str) -> None:
    services = (Named("1", "路灯", 4, before),)
    assert said in wording._findings(Figures(Whole(), Whole(), services=services))[0]


@pytest.mark.parametrize("ranks", [(1,), (None, None), (1, None), ()])
def test_one_alone_is_not_praised(ranks: tuple[int | None, ...]) -> None:
    assert "第一" not in findings(*ranks)

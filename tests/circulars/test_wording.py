"""What a draft says of ranks: everybody who is first, and who is last only where that is another rank."""

from __future__ import annotations

import pytest

from hotline.circulars import wording
from hotline.circulars.figures import Figures, Unit, Whole


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


@pytest.mark.parametrize("ranks", [(1,), (None, None), (1, None), ()])
def test_one_alone_is_not_praised(ranks: tuple[int | None, ...]) -> None:
    assert "第一" not in findings(*ranks)

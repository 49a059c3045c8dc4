"""Random days between desk, units and reviewers: whoever takes whatever step, cases, clocks and chains stay whole."""

from __future__ import annotations

import os
import random

import pytest

from hotline import clock
from hotline.assignments.life import LIFE, PLEA
from hotline.deadlines.models import Deadline
from hotline.journal import verify
from hotline.journal.models import Entry, Reaction
from tests.assignments.hands import monday
from tests.house import sending, traces, whole
from tests.house.walk import Walk
from tests.stories.steps import the_house_reacts
from tests.town import Town

WALKS = int(os.environ.get("HOTLINE_WALKS", "3"))
STEPS = 70


class Days(Walk):
    """A walk that keeps to what happens between the line and its departments."""

    def begin(self) -> None:
        """Let some cases be with a bureau."""
        for _case in range(3):
            sending.begin(self.town)
        the_house_reacts()

    def step(self) -> None:
        """Do one thing, mostly to an assignment or to what was asked about it."""
        act = self.dice.choices(["send", "take_in", "wait", "help", "live"], [3, 3, 4, 15, 10])[0]
        match act:
            case "send":
                sending.step(self)
            case "take_in":
                self.take_in()
            case "wait":
                self.wait()
            case "help":
                sending.help_out(self)
            case _:
                self.live()
        the_house_reacts()


@pytest.mark.parametrize("seed", range(WALKS))
def test_whoever_does_whatever_a_departments_case_stays_whole(
    town: Town, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    walk = Days(town, random.Random(seed))
    with clock.frozen(monday(9)):
        walk.begin()
        for _step in range(STEPS):
            monkeypatch.setattr("tests.house.walk.LIVING", _living(walk))
            walk.step()
            faults = [*sending.broken(), *whole.of_cases(), *whole.of_clocks()]
            stumbled = [
                *Reaction.objects.exclude(trouble=""),
                *Deadline.objects.exclude(trouble=""),
            ]
            faults += [f"the worker stumbled over {vars(one)}" for one in stumbled]
            assert not faults, "\n".join([*faults, "", *walk.story])
    assert verify.run() == []
    done = set(Entry.objects.filter(kind__in=["assignment", "plea"]).values_list("act", flat=True))
    assert len(done & (LIFE.steps.keys() | PLEA.steps.keys())) > 5, walk.story


def _living(walk: Days) -> dict[str, type]:
    """Return the kind of thing that is lived next."""
    kind = walk.dice.choices(["assignment", "plea", "case", "followup"], [14, 6, 1, 3])[0]
    return {kind: traces.LIVING[kind]}

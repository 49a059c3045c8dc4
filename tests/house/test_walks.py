"""Random walks through every life of the house: whoever does whatever, whenever, the house stays whole.

After every act of a walk (`walk`) the invariants are asked (`whole`); a walk that breaks one prints its story.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from hotline import clock
from hotline.callers.models import Caller
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.journal import verify
from hotline.journal.models import Entry
from hotline.life.steps import LIVES
from hotline.papers import actions as papers
from hotline.papers import store
from hotline.people.queries import the_citizen
from hotline.privacy import actions as privacy
from hotline.privacy.life import Status as ErasureStatus
from hotline.privacy.models import Erasure
from hotline.wishes import actions as wishes
from tests.house.traces import LIVING
from tests.house.walk import PHOTO, Walk
from tests.house.whole import broken
from tests.privacy.conftest import key_file
from tests.stories.steps import the_house_reacts
from tests.town import Town, at

__all__ = ["key_file"]

WALKS = int(os.environ.get("HOTLINE_WALKS", "6"))
STEPS = 130


@pytest.mark.parametrize("seed", range(WALKS))
def test_whoever_does_whatever_the_house_stays_whole(key_file: Path, town: Town, seed: int) -> None:
    walk = Walk(town, random.Random(seed))
    with clock.frozen(at(8, 0)):
        walk.begin()
        for _ in range(STEPS):
            walk.step()
            faults = list(broken())
            assert not faults, "\n".join([*faults, "", *walk.story])
    assert verify.run() == []
    done = Entry.objects.filter(kind__in=LIVING).count()
    refused = sum("✗" in line for line in walk.story)
    assert done > STEPS / 10, "the walk went nowhere"
    assert refused, "nobody was ever refused anything"
    assert [kind for kind in LIVING if not Entry.objects.filter(kind=kind).exists()] == [], (
        walk.story
    )


def test_the_walks_go_through_every_life() -> None:
    assert set(LIVING) == set(LIVES)


def test_the_walks_would_notice(key_file: Path, town: Town) -> None:
    """Each invariant is broken once, behind the actions' backs, and is seen."""
    by = town.operator_28
    with clock.frozen(at(8, 0)):
        case = cases.take_in(cases.Asked(said="漏水", service=town.services["水管维修"]), by=by)
        the_house_reacts()
        assert list(broken()) == []
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.IN_HAND)
        assert {fault.split(",")[-1] for fault in broken()} == {
            " but nobody is on it",
            " which is in_hand",
        }
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.OPEN, closed_at=clock.now())
        assert any("closing time" in fault for fault in broken())
        photo = papers.add(case, clean=PHOTO, by=by)
        store.throw_away(photo.preview)
        assert any("has 1 files" in fault for fault in broken())
        caller = town.caller("陈", "13800005126")
        erasure = privacy.ask(caller, by=town.people["admin"], why="本人")
        Erasure.objects.filter(pk=erasure.pk).update(status=ErasureStatus.DONE)
        assert sum("erasure" in fault for fault in broken()) == 2
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.WITHDRAWN, caller=caller)
        Caller.objects.filter(pk=caller.pk).update(erased_at=clock.now(), limited_until=clock.now())
        assert any("held back" in fault for fault in broken())
        wishes.wish(case, by=the_citizen())
        assert any("still tells" in fault for fault in broken())
        assert any("waits for a call" in fault for fault in broken())
        clock.pass_time(timedelta(hours=3))
        assert any("ran out" in fault for fault in broken())

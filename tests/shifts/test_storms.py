"""Every operator says the same about a storm: a notice from when storm mode is on until it is switched off."""

from __future__ import annotations

from hotline.shifts import queries
from hotline.timelimits import actions
from tests.stories.steps import the_house_reacts
from tests.town import Town


def said(town: Town) -> list[str]:
    return [str(notice) for notice in queries.notices(town.operator_28)]


def test_operators_hear_that_storm_mode_is_on_and_no_longer_when_it_is_off(town: Town) -> None:
    storm = actions.switch_on("台风“海神”", by=town.leader, why="红色预警")
    the_house_reacts()
    (words,) = said(town)
    assert "台风“海神”" in words
    actions.switch_off(storm, by=town.leader, why="解除")
    the_house_reacts()
    assert said(town) == []


def test_a_storm_that_is_over_before_the_house_reacts_leaves_no_notice(town: Town) -> None:
    storm = actions.switch_on("台风", by=town.leader, why="红色预警")
    actions.switch_off(storm, by=town.leader, why="误按")
    the_house_reacts()
    assert said(town) == []

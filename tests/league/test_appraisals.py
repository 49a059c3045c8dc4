"""The yearly appraisal: drafted from the figures, worded, agreed by another, published to the provider."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.journal import queries as journal
from hotline.league import actions as league
from hotline.league import queries
from hotline.league.models import Appraisal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.rules import actions as rules
from tests.league.test_figures import asked, done
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town, at

NEW_YEAR = date(2013, 1, 4)


@pytest.fixture(autouse=True)
def _early_in_the_year() -> object:
    with clock.frozen(at(9, 0, day=NEW_YEAR)):
        yield


def drafted(town: Town) -> Appraisal:
    return league.draft(town.providers["家家乐"], by=town.people["reviewer"], year=2012)


def worded(town: Town) -> Appraisal:
    return league.add_words(
        drafted(town), by=town.people["reviewer"], words="接单快，老城区的路要再熟一些。"
    )


def published(town: Town) -> Appraisal:
    agreed = league.agree(worded(town), by=town.leader)
    return league.publish(agreed, by=town.leader)


def test_an_appraisal_goes_from_the_figures_to_the_provider(town: Town) -> None:
    with clock.frozen(at(8, 0)):
        asked(town, done(town), content=True)
        rules.set_rule("league_least_jobs", value=1, by=town.leader, why="x")
    lin = town.people["lin"]
    found = worded(town)
    assert (found.figures["jobs"], found.figures["satisfied"]) == (1, [1, 1])
    assert (found.tenths, found.stars) == (1000, 5)
    assert list(queries.appraisals(lin)) == [], "a draft is nobody's but the line's"
    found = league.agree(found, by=town.leader)
    assert list(queries.appraisals(lin)) == []
    league.publish(found, by=town.leader)
    the_house_reacts()
    assert list(queries.appraisals(lin)) == [found]
    assert list(queries.appraisals(town.people["pan"])) == []
    assert queries.words([found]) == {found.pk: "接单快，老城区的路要再熟一些。"}
    assert "2012 年度考评" in Message.objects.get(about=found.about).text


def test_one_with_too_few_jobs_has_neither_score_nor_stars(town: Town) -> None:
    found = drafted(town)
    assert (found.figures["jobs"], found.tenths, found.stars) == (0, None, None)


def test_what_was_published_keeps_its_figures_and_what_is_counted_anew_does_not(town: Town) -> None:
    first = drafted(town)
    with clock.frozen(at(8, 0)):
        asked(town, done(town), content=True)
    assert as_it_is(first).figures["jobs"] == 0
    league.count_anew(first, by=town.people["reviewer"])
    assert as_it_is(first).figures["jobs"] == 1


def test_the_latest_words_hold(town: Town) -> None:
    found = worded(town)
    league.add_words(found, by=town.people["reviewer"], words="改过的话")
    assert queries.words([found]) == {found.pk: "改过的话"}


def test_one_that_is_sent_back_is_agreed_to_anew(town: Town) -> None:
    found = league.agree(worded(town), by=town.leader)
    found = league.send_back(found, by=town.leader, why="话说重了")
    assert (found.status, found.agreed_by) == ("draft", None)


def test_one_that_is_taken_back_is_read_by_the_provider_no_more(town: Town) -> None:
    found = league.take_back(published(town), by=town.people["admin"], why="数字有错")
    assert list(queries.appraisals(town.people["lin"])) == []
    assert [told.entry.act for told in journal.story(found)][-1] == "take_back"


WRONG: dict[str, Callable[[Town], object]] = {
    "of a year that goes on": lambda town: league.draft(
        town.providers["家家乐"], by=town.leader, year=2013
    ),
    "of a year before it was let in": lambda town: league.draft(
        town.providers["家家乐"], by=town.leader, year=2011
    ),
    "twice": lambda town: (drafted(town), drafted(town)),
    "by an operator": lambda town: league.draft(
        town.providers["家家乐"], by=town.operator_28, year=2012
    ),
    "by the provider": lambda town: league.draft(
        town.providers["家家乐"], by=town.people["lin"], year=2012
    ),
    "agreed without words": lambda town: league.agree(drafted(town), by=town.leader),
    "agreed by who drafted it": lambda town: league.agree(
        league.add_words(
            league.draft(town.providers["家家乐"], by=town.leader, year=2012),
            by=town.people["reviewer"], words="x",
        ),
        by=town.leader,
    ),
    "agreed by who worded it": lambda town: league.agree(
        league.add_words(drafted(town), by=town.leader, words="x"), by=town.leader
    ),
    "published before it is agreed": lambda town: league.publish(worded(town), by=town.leader),
    "worded after it is agreed": lambda town: league.add_words(
        league.agree(worded(town), by=town.leader), by=town.leader, words="x"
    ),
    "counted anew once published": lambda town: league.count_anew(
        published(town), by=town.leader
    ),
    "taken back by the provider": lambda town: league.take_back(
        published(town), by=town.people["lin"], why="x"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_refused(town: Town, what: str) -> None:
    with pytest.raises((NotSo, NotNow, NotYours)), transaction.atomic():
        WRONG[what](town)


def test_the_table_itself_knows_one_for_a_year(town: Town) -> None:
    found = drafted(town)
    with pytest.raises(IntegrityError, match="league_appraisal_once"), transaction.atomic():
        Appraisal.objects.create(
            provider=found.provider, year=2012, figures={}, drafted_by=town.leader, status="draft"
        )


def test_a_year_ends_at_its_own_midnight(town: Town) -> None:
    before = clock.frozen(at(0, 0, day=date(2013, 1, 1)) - timedelta(seconds=1))
    with before, pytest.raises(NotSo, match="还没有过完"), transaction.atomic():
        drafted(town)
    with clock.frozen(at(0, 0, day=date(2013, 1, 1))):
        assert drafted(town).year == 2012

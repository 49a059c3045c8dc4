"""News goes out after the commit, once, and says no more than that something changed."""

from __future__ import annotations

import json

import psycopg
from django.db import transaction

from hotline.cases import actions as cases
from hotline.journal import news
from hotline.journal.news import CHANNEL
from tests import town as cast
from tests.conftest import POSTGRES


def messages(ear: psycopg.Connection[object]) -> list[list[dict[str, str]]]:
    return [json.loads(notice.payload) for notice in ear.notifies(timeout=0.5)]


def heard(ear: psycopg.Connection[object]) -> list[dict[str, str]]:
    return [news for message in messages(ear) for news in message]


def test_news_is_heard_after_the_commit_and_not_before(committed: str) -> None:
    town = cast.build()
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            case = cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
            assert heard(ear) == []
        assert heard(ear) == [{"about": f"case:{case.pk}", "act": "take_in"}]


def test_what_is_rolled_back_is_no_news(committed: str) -> None:
    town = cast.build()
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        try:
            with transaction.atomic():
                cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
                raise RuntimeError
        except RuntimeError:
            pass
        assert heard(ear) == []


def test_what_one_act_has_to_tell_is_one_message(committed: str) -> None:
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            news.announce("case:1", "take_in")
            news.announce("seat:2", "ready", to="person:3")
        told = {"about": "seat:2", "act": "ready", "to": "person:3"}
        assert messages(ear) == [[{"about": "case:1", "act": "take_in"}, told]]


def test_an_act_may_have_as_much_news_as_it_likes_each_once(committed: str) -> None:
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        for many in (3, 2_000):
            with transaction.atomic():
                for n in [*range(many), *range(many)]:
                    news.announce(f"case:{n}", "take_in")
            assert [told["about"] for told in heard(ear)] == [f"case:{n}" for n in range(many)]

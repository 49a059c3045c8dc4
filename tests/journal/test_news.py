"""News goes out after the commit, once, and says no more than that something changed."""

from __future__ import annotations

import json

import psycopg
from django.db import transaction

from hotline.cases import actions as cases
from hotline.journal.news import CHANNEL
from tests import town as cast
from tests.conftest import POSTGRES


def heard(ear: psycopg.Connection[object]) -> list[dict[str, str]]:
    return [json.loads(notice.payload) for notice in ear.notifies(timeout=0.5)]


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

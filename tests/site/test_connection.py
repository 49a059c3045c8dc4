"""A connection that is kept between requests: whether the server is still there is seen on it, and not asked."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from tests.conftest import POSTGRES, admin

pytestmark = pytest.mark.usefixtures("committed")


def ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def pid() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def last_heard() -> str:
    """Return what the server heard last on our connection."""
    with psycopg.connect(POSTGRES.url()) as other:
        row = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid()]).fetchone()
    assert row
    return str(row[0])


def test_a_connection_that_is_quiet_is_good_and_the_server_is_not_asked() -> None:
    ask("SELECT 'the last question'")
    assert connection.is_usable()
    assert "the last question" in last_heard()


def test_a_connection_that_the_server_ended_is_made_anew() -> None:
    gone = pid()
    admin(f"SELECT pg_terminate_backend({gone}, 5000)")
    assert not connection.is_usable()
    connection.health_check_done = False  # type: ignore[attr-defined]  # as at the beginning of a request
    ask("SELECT 1")
    assert pid() != gone


def test_news_on_a_connection_is_no_end_of_it() -> None:
    ask("LISTEN something")
    with psycopg.connect(POSTGRES.url(connection.settings_dict["NAME"]), autocommit=True) as other:
        other.execute("NOTIFY something")
    assert connection.is_usable()
    ask("SELECT 1")

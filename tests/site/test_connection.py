"""A connection that is kept between requests: whether the server is still there is seen on it, and not asked."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DataError, connection, transaction

from hotline.journal import rows
from hotline.site.postgresql.base import Gathering
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


def test_what_nobody_waits_for_leaves_with_the_next_that_somebody_does() -> None:
    """A statement that is sent by itself costs a system call, and wakes the server's process."""
    ask("SELECT 'before'")
    with rows.in_one_go():
        with transaction.atomic():
            rows.tell("CREATE TEMPORARY TABLE noted (n int)", [])
            rows.tell("INSERT INTO noted VALUES (%s)", [1])
            with connection.cursor() as cursor:
                cursor.execute("SELECT 'a question'")
                assert "before" in last_heard(), "nothing was sent"
                assert cursor.fetchone() == ("a question",)
            assert "a question" in last_heard()
            rows.tell("INSERT INTO noted VALUES (%s)", [2])
        assert "COMMIT" in last_heard(), "what was committed is waited for"
        with connection.cursor() as cursor:
            cursor.execute("SELECT array_agg(n) FROM noted")
            assert cursor.fetchone() == ([1, 2],)


def test_a_refused_statement_is_told_with_the_next_answer_and_leaves_the_connection_whole() -> None:
    with pytest.raises(DataError):
        _divide_by_nought()
    with rows.in_one_go(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)


def _divide_by_nought() -> None:
    with rows.in_one_go(), transaction.atomic():
        rows.tell("SELECT 1 / 0", [])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()


def test_of_many_that_nobody_waits_for_not_all_are_kept_back() -> None:
    connection.ensure_connection()
    with rows.in_one_go(), transaction.atomic():
        for _ in range(2 * Gathering.MOST):
            rows.tell("SELECT 1", [])
        pipeline = connection._pipeline  # type: ignore[attr-defined]
        assert len(pipeline.command_queue) <= Gathering.MOST

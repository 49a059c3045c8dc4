"""The database's half of a backup: one snapshot, dumped and counted; and the way back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hotline.localpg import programs

from .manifest import Table

TABLES = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"""
# A sum over all rows in any order: one reading of the table, as the dump's own.
SUM = """SELECT count(*), coalesce(sum(hashtextextended(whole_row::text, 0)::numeric), 0)::text
    FROM {} whole_row"""
SEAL = "journal_seal"
Connection = psycopg.Connection[Any]


class ProgramFailed(Exception):
    """One of PostgreSQL's programs has failed; the text is its own."""


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    """Hold one view of the database; gives it and its name, by which others see the same."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        name = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert name
        yield connection, str(name[0])


def server(connection: Connection) -> int:
    """Return the server's major version."""
    return connection.info.server_version // 10000


def weigh(connection: Connection) -> dict[str, Table]:
    """Count and sum every table."""
    connection.execute("SET LOCAL timezone TO 'UTC'")
    return {name: _table(connection, name) for name in names(connection)}


def names(connection: Connection) -> list[str]:
    """Name every table."""
    return [str(row[0]) for row in connection.execute(TABLES).fetchall()]


def migrations(connection: Connection) -> list[str]:
    """Name every migration that was applied."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
    return [str(row[0]) for row in rows.fetchall()]


def last_seal(connection: Connection) -> str:
    """Return the journal's last seal as text; empty where there is none."""
    known = connection.execute("SELECT to_regclass(%s)", [SEAL]).fetchone()
    if known is None or known[0] is None:
        return ""
    order = sql.SQL("SELECT to_jsonb(s)::text FROM {} s ORDER BY id DESC LIMIT 1")
    row = connection.execute(order.format(sql.Identifier(SEAL))).fetchone()
    return str(row[0]) if row else ""


def dump(url: str, target: Path, *, snapshot: str, server: int) -> None:
    """Write what the snapshot sees into one file, in PostgreSQL's own form."""
    order = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    _run("pg_dump", url, server, [*order, f"--snapshot={snapshot}", f"--file={target}"])


def load(url: str, source: Path, *, server: int) -> None:
    """Put a dump into an empty database: all of it or nothing."""
    order = ["--no-owner", "--no-privileges", "--no-comments", "--single-transaction"]
    _run("pg_restore", url, server, [*order, str(source)])


def _table(connection: Connection, name: str) -> Table:
    row = connection.execute(sql.SQL(SUM).format(sql.Identifier(name))).fetchone()
    assert row
    return Table(int(row[0]), str(row[1]))


def _run(program: str, url: str, server: int, order: list[str]) -> None:
    """Run a program of PostgreSQL's; the password goes by the environment, where nobody else looks."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", None) or "")
    done = subprocess.run(
        [programs.client(program, server=server), f"--dbname={make_conninfo('', **parts)}", *order],
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ProgramFailed(f"{program}: {' '.join(done.stderr.split())[:600]}")

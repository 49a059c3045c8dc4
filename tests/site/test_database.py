"""The two roles: what the parts may do to the tables, and what only the owner may."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import errors

from hotline.localpg import LocalPostgres
from hotline.site import database
from hotline.site.configuration import Configuration


@pytest.fixture(scope="module")
def postgres() -> Iterator[LocalPostgres]:
    postgres = LocalPostgres(Path(tempfile.mkdtemp(prefix="hotline-roles-"))).start()
    with psycopg.connect(postgres.url(), autocommit=True) as root:
        root.execute("CREATE ROLE city LOGIN SUPERUSER")
        root.execute("CREATE ROLE clerk LOGIN")
        root.execute("CREATE DATABASE city OWNER city")
    with psycopg.connect(postgres.url("city", user="city"), autocommit=True) as owner:
        database.prepare(owner, login=False, user="clerk")
        database.prepare(owner, login=False, user="clerk")  # harmless when repeated
        owner.execute("CREATE TABLE job (id bigserial PRIMARY KEY, text text)")
        owner.execute("CREATE TABLE entry (id bigserial PRIMARY KEY, text text)")
        database.grant(owner, append_only=("entry",))
        owner.execute("CREATE TABLE later (id bigserial PRIMARY KEY)")
    yield postgres
    postgres.remove()


@pytest.fixture
def foreign(postgres: LocalPostgres) -> Configuration:
    """A server of the city's own, where the parts sign in as somebody who may become our role."""
    return Configuration.from_env(
        {
            "DATABASE_URL": postgres.url("city", user="clerk"),
            "DATABASE_OWNER_URL": postgres.url("city", user="city"),
        }
    )


@pytest.fixture
def runtime(foreign: Configuration) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.runtime_conninfo(foreign), autocommit=True) as connection:
        yield connection


def test_the_parts_work_as_the_role_that_owns_nothing(runtime: psycopg.Connection) -> None:
    assert runtime.execute("SELECT current_user, session_user").fetchone() == (
        "hotline_app",
        "clerk",
    )
    owned = runtime.execute("SELECT FROM pg_class WHERE relowner = current_user::regrole")
    assert owned.fetchone() is None


def test_the_parts_change_rows_but_no_tables(runtime: psycopg.Connection) -> None:
    runtime.execute("INSERT INTO job (text) VALUES ('a')")
    runtime.execute("UPDATE job SET text = 'b'")
    runtime.execute("DELETE FROM job")
    for order in (
        "DROP TABLE job",
        "TRUNCATE job",
        "CREATE TABLE mine ()",
        "ALTER TABLE job ADD x int",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            runtime.execute(order)


def test_an_append_only_table_can_be_added_to_and_read(runtime: psycopg.Connection) -> None:
    runtime.execute("INSERT INTO entry (text) VALUES ('said')")
    assert runtime.execute("SELECT text FROM entry").fetchone() == ("said",)
    for order in ("UPDATE entry SET text = ''", "DELETE FROM entry", "TRUNCATE entry"):
        with pytest.raises(errors.InsufficientPrivilege):
            runtime.execute(order)


def test_a_table_made_after_the_grant_is_closed_until_the_next(
    runtime: psycopg.Connection,
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute("SELECT FROM later")


def test_the_extensions_are_there(runtime: psycopg.Connection) -> None:
    found = runtime.execute("SELECT extname FROM pg_extension").fetchall()
    assert {("pg_trgm",), ("btree_gist",)} <= set(found)


def test_django_is_told_the_same(foreign: Configuration) -> None:
    described = database.runtime_database(foreign)
    assert described["NAME"] == "city"
    assert described["OPTIONS"]["options"] == "-c role=hotline_app"
    assert described["OPTIONS"]["server_side_binding"] is True
    assert "options" not in database.owner_database(foreign)["OPTIONS"]
    assert database.owner_database(foreign)["USER"] == "city"


def test_options_of_the_address_are_kept() -> None:
    url = "postgresql://a:p%40ss@db.example/city?sslmode=verify-full&options=-c%20work_mem%3D8MB"
    described = database.runtime_database(Configuration.from_env({"DATABASE_URL": url}))
    assert described["PASSWORD"] == "p@ss"
    assert described["OPTIONS"]["sslmode"] == "verify-full"
    assert described["OPTIONS"]["options"] == "-c work_mem=8MB -c role=hotline_app"


def test_the_embedded_server_is_reached_by_its_socket(tmp_path: Path) -> None:
    configuration = Configuration.from_env({"HOTLINE_DATA": str(tmp_path)})
    described = database.runtime_database(configuration)
    socket = LocalPostgres(configuration.postgres_folder).socket_folder
    assert (described["HOST"], described["USER"]) == (str(socket), "hotline_app")
    assert "options" not in described["OPTIONS"]
    assert quote(str(socket), safe="") in database.runtime_conninfo(configuration)
    assert database.runtime_user(configuration) is None

"""How the parts reach the database, and with which rights.

Decides the two roles: the owner migrates and owns every table; the parts run as `hotline_app`,
which owns nothing and can only add to the journal and the ledger. The tables are left to the domains.
"""

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hotline import deposits, disputes, journal
from hotline.localpg import LocalPostgres
from hotline.site.configuration import Configuration

NAME = "hotline"  # of the embedded database
ROLE = "hotline_app"
EXTENSIONS = ("pg_trgm", "btree_gist")
APPEND_ONLY = (*journal.APPEND_ONLY, *deposits.APPEND_ONLY, *disputes.APPEND_ONLY)
"""What the parts may add to and never change; triggers hold it against the owner, too."""


def runtime_database(configuration: Configuration) -> dict[str, Any]:
    """Describe the database to Django as the parts use it: as `hotline_app`."""
    return _described(runtime_url(configuration), as_role=None if configuration.embedded else ROLE)


def owner_database(configuration: Configuration) -> dict[str, Any]:
    """Describe the database to Django as its owner, for migrations alone."""
    return _described(owner_url(configuration), as_role=None)


def runtime_url(configuration: Configuration) -> str:
    """Give the address the parts connect to."""
    if configuration.embedded:
        return LocalPostgres(configuration.postgres_folder).url(NAME, user=ROLE)
    return configuration.database_url


def owner_url(configuration: Configuration) -> str:
    """Give the address migrations connect to."""
    if configuration.embedded:
        return LocalPostgres(configuration.postgres_folder).url(NAME)
    return configuration.database_owner_url


def runtime_conninfo(configuration: Configuration) -> str:
    """Give psycopg what it needs to connect as `hotline_app`, for those without Django."""
    if configuration.embedded:
        return runtime_url(configuration)
    url = runtime_url(configuration)
    return make_conninfo(url, options=_as_role(conninfo_to_dict(url).get("options"), ROLE))


def listen_conninfo() -> str:
    """Give psycopg what this installation's live stream needs to listen."""
    return runtime_conninfo(Configuration.from_env())


@contextlib.contextmanager
def running(configuration: Configuration) -> Iterator[None]:
    """Have the database: start the embedded server for as long, and make its database once."""
    if not configuration.embedded:
        yield
        return
    postgres = LocalPostgres(configuration.postgres_folder).start()
    try:
        _make_database(postgres)
        yield
    finally:
        postgres.stop()


def _make_database(postgres: LocalPostgres) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if found is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def prepare(owner: psycopg.Connection[Any], *, login: bool, user: str | None = None) -> None:
    """Make the role and the extensions that migrations build on; `user` may become the role."""
    role = sql.Identifier(ROLE)
    with owner.transaction():
        # Roles belong to the whole server: two databases may be prepared at once.
        owner.execute("SELECT pg_advisory_xact_lock(hashtext('hotline roles'))")
        known = owner.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone()
        if known is None:
            may = sql.SQL("LOGIN" if login else "NOLOGIN")
            owner.execute(sql.SQL("CREATE ROLE {} {}").format(role, may))
        if user is not None and user != ROLE:
            owner.execute(sql.SQL("GRANT {} TO {}").format(role, sql.Identifier(user)))
        for name in EXTENSIONS:
            extension = sql.Identifier(name)
            owner.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(extension))


def grant(owner: psycopg.Connection[Any], *, append_only: tuple[str, ...]) -> None:
    """Give `hotline_app` its rights on every table; append-only tables can only be added to."""
    role = sql.Identifier(ROLE)
    with owner.transaction():
        for rights in (
            "USAGE ON SCHEMA public",
            "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
            "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public",
        ):
            owner.execute(sql.SQL("GRANT {} TO {}").format(sql.SQL(rights), role))
        for table in append_only:
            order = "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}"
            owner.execute(sql.SQL(order).format(sql.Identifier(table), role))


def runtime_user(configuration: Configuration) -> str | None:
    """Name the user a foreign server knows the parts by; None for the embedded one."""
    if configuration.embedded:
        return None
    with psycopg.connect(configuration.database_url) as connection:
        return connection.info.user


def _described(url: str, *, as_role: str | None) -> dict[str, Any]:
    parts: dict[str, Any] = conninfo_to_dict(url)
    options: dict[str, Any] = {
        # Parsing and planning were half of the queue page.
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    described = {
        "ENGINE": "hotline.site.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
    options |= parts
    if as_role:
        options["options"] = _as_role(parts.get("options"), as_role)
    return described


def _as_role(options: Any, role: str) -> str:
    return f"{options or ''} -c role={quote(role)}".strip()

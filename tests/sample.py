"""The sample town for tests that look at every page: loaded once for a state of the code, copied for each run.

Decides who stands for which role and which rows a page is shown with; says nothing about what a page must be like.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.test.client import ClientHandler

from tests.conftest import DATABASE, HOUSE, POSTGRES, VAR, _forget, admin, template
from tests.dressing import dress, person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KEPT = "hotline_sample"


@pytest.fixture(scope="module")
def lasting(database: None) -> Iterator[None]:
    """Run a file's tests in one transaction that is taken back afterwards; each takes its own writing back."""
    from django.db import transaction

    _forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    _forget()


@pytest.fixture(scope="module")
def sample(database: None) -> Iterator[None]:
    """Run a file's tests in the sample town, in one transaction that is taken back afterwards."""
    from django.db import connection, transaction

    name = f"{DATABASE}_sample"
    connection.close()
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{_loaded()}" STRATEGY wal_log')
    connection.settings_dict["NAME"] = name
    forget_everything()
    with transaction.atomic():
        _browsers.clear()
        _elsewhere.clear()
        dress()
        yield
        transaction.set_rollback(True)
    _browsers.clear()  # sessions of this database: somebody else has the same key in another
    _elsewhere.clear()
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    forget_everything()


def _loaded() -> str:
    """Return the database with the sample town, loaded anew whenever the code or the day has changed."""
    digest = hashlib.sha256(f"{template()} {datetime.now(UTC):%Y%m%d} keys".encode())
    for path in sorted((*HOUSE.glob("hotline/**/*.py"), *HOUSE.glob("hotline/demo/data/*"))):
        digest.update(path.read_bytes())
    name, making = f"{KEPT}_{digest.hexdigest()[:12]}", f"{KEPT}_making"
    with (VAR / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{KEPT}_%"]
            ).fetchall()
        known = [row[0] for row in rows]
        if name in known:
            return name
        for old in [one for one in known if one != making][:-1]:
            admin(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        admin(f"DROP DATABASE IF EXISTS {making} WITH (FORCE)")
        admin(f'CREATE DATABASE {making} TEMPLATE "{template()}" STRATEGY wal_log')
        subprocess.run(
            [sys.executable, "-c", _LOAD],
            env=os.environ | {"DATABASE_URL": POSTGRES.url(making, user="hotline_app")},
            check=True,
        )
        admin(f'ALTER DATABASE {making} RENAME TO "{name}"')
    return name


_LOAD = "import django; django.setup(); from hotline.demo import town; town.load()"


def forget_everything() -> None:
    """Forget whatever a module of the house keeps in memory of a database."""
    for name, module in list(sys.modules.items()):
        forget = getattr(module, "forget", None) if name.startswith("hotline.") else None
        if callable(forget) and getattr(forget, "__module__", "") == name:
            forget()


def one_of_each() -> dict[Any, Any]:
    """Return somebody for each role that signs in: the busiest of the providers' workers, the head of the largest bureau."""
    from hotline.dispatch.models import Dispatch
    from hotline.people import queries as people
    from hotline.people.roles import Role

    busy = Dispatch.objects.open().order_by("-pk").first()
    found: dict[Any, Any] = {
        Role.OPERATOR: person("operator28"), Role.DEPARTMENT: person("fang"),
    }  # fmt: skip
    if busy is not None:
        found[Role.PROVIDER] = busy.provider.members.order_by("pk")[0].person
    for one in people.sample_people():
        for role in one.role:
            found.setdefault(role, one)
    return found


_HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers: each new one would look through the folders of static files first."""
_browsers: dict[int, str] = {}
_elsewhere: dict[int, str] = {}


def signed_in(who: Any | None, **headers: str) -> Client:
    """Return a fresh browser in which somebody is signed in, or nobody; signing in itself is done once for each."""
    client = Client(raise_request_exception=False, headers=headers or None)
    client.handler = _HANDLER
    if who is not None:
        if who.pk not in _browsers:
            _browsers[who.pk] = _session_of(who)
        client.cookies["hotline"] = _browsers[who.pk]
    return client


def signed_in_elsewhere(who: Any) -> str:
    """Return the name of another session of somebody, which he may end."""
    from hotline.people.models import Session

    if who.pk not in _elsewhere:
        _elsewhere[who.pk] = Session.objects.get(session_key=_session_of(who)).name
    return _elsewhere[who.pk]


def _session_of(who: Any) -> str:
    """Sign somebody in just now, so that he may change how he signs in; return the session's key."""
    from hotline import clock
    from hotline.people import sessions as kept

    client = Client()
    client.force_login(who, backend=BACKEND)
    session = client.session
    session[kept.BEGAN] = clock.now().timestamp()
    session.save()
    return client.cookies["hotline"].value


def rows_of(model: Any, who: Any | None) -> list[Any]:
    """Return some rows of a table that somebody may see: the latest, the latest in each status, and with each mark."""
    rows = model._default_manager.order_by("-pk")
    if who is not None and hasattr(model._default_manager, "seen_by"):
        rows = model._default_manager.seen_by(who).order_by("-pk")
    elif who is not None and any(field.name == "user" for field in model._meta.fields):
        rows = rows.filter(user=who)
    if not any(field.name == "status" for field in model._meta.get_fields()):
        return list(rows[:2])
    latest: dict[Any, Any] = {}
    for row in rows:
        latest.setdefault(row.status, row)
        for mark in _marks(model):
            if getattr(row, mark):
                latest.setdefault(mark, row)
    return list(dict.fromkeys(latest.values()))


def _marks(model: Any) -> list[str]:
    """Return the columns that say of a row that it is not like the others."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "BooleanField" or (field.null and not field.primary_key)
    ]

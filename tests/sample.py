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
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client

from tests.conftest import DATABASE, HOUSE, POSTGRES, VAR, _forget, admin, template

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
        dress()
        yield
        transaction.set_rollback(True)
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


LINKS: dict[str, str] = {}
"""Good links: a worker's to his job, somebody's to his password."""


def dress() -> None:
    """Let two calls be under way, which no loaded town has, one talking, one ringing; and send two links out."""
    from hotline import clock
    from hotline.callers.models import Caller
    from hotline.calls.states import Direction, SeatState, Status
    from hotline.calls.models import Call, Seat
    from hotline.dispatch import links
    from hotline.dispatch.models import Dispatch
    from hotline.people import actions as people

    now = clock.now()
    callers = iter(Caller.objects.order_by("pk"))
    for username, status, state in (
        ("operator28", Status.TALKING, SeatState.TALKING),
        ("leader01", Status.RINGING, SeatState.RINGING),
    ):
        talks = status == Status.TALKING
        call = Call.objects.create(
            direction=Direction.IN, status=status, line_number="81890", caller=next(callers),
            operator=person(username), arrived_at=now, answered_at=now if talks else None,
        )  # fmt: skip
        Seat.objects.create(
            operator=person(username), address=f"seat:{username}", state=state, since_at=now,
            lease_until=now, call=call,
        )  # fmt: skip

    _lead(now)
    job = Dispatch.objects.open().order_by("-pk")[0]
    LINKS["job"] = links.make(dispatch=job.pk, member=job.provider.members.order_by("pk")[0].pk)
    LINKS["password"] = people.invite(person("operator31"), by=person("admin"))


def _lead(now: datetime) -> None:
    """Let a caller wait, a line be there, and a shift with a roster, a notice and a handover."""
    from hotline.calls.models import Call
    from hotline.calls.states import Direction, Status
    from hotline.lines.models import Line
    from hotline.shifts import actions as shifts
    from hotline.shifts import turns

    leader = person("leader01")
    line = Line.objects.create(code="power", name="电力专线", numbers=["95598"])
    Call.objects.create(direction=Direction.IN, status=Status.WAITING, line=line, arrived_at=now)
    for who in (leader, person("operator28")):
        for turn in (turns.at(now), turns.at(now).after):
            shifts.assign(who, shift=turn.shift, days=[turn.on], by=leader)
    until = now + timedelta(hours=4)
    shifts.post_notice("电力抢修，预计十点恢复。", valid_from=now, valid_until=until, by=leader)
    shifts.draw_up(turns.handing_over(now), by=leader)


def person(username: str) -> Any:
    """Return somebody of the town."""
    from hotline.people.models import Person

    return Person.objects.get(username=username)


def one_of_each() -> dict[Any, Any]:
    """Return somebody for each role that signs in, the busiest of the providers' workers."""
    from hotline.dispatch.models import Dispatch
    from hotline.people import queries as people
    from hotline.people.roles import Role

    busy = Dispatch.objects.open().order_by("-pk").first()
    found: dict[Any, Any] = {Role.OPERATOR: person("operator28")}
    if busy is not None:
        found[Role.PROVIDER] = busy.provider.members.order_by("pk")[0].person
    for one in people.sample_people():
        for role in one.role:
            found.setdefault(role, one)
    return found


_browsers: dict[int, str] = {}


def signed_in(who: Any | None, **headers: str) -> Client:
    """Return a fresh browser in which somebody is signed in, or nobody; signing in itself is done once for each."""
    client = Client(raise_request_exception=False, headers=headers or None)
    if who is not None and who.pk not in _browsers:
        client.force_login(who, backend=BACKEND)
        _browsers[who.pk] = client.cookies["hotline"].value
    elif who is not None:
        client.cookies["hotline"] = _browsers[who.pk]
    return client


def rows_of(model: Any, who: Any | None) -> list[Any]:
    """Return some rows of a table that somebody may see: the latest, and for a life the latest in each status."""
    rows = model._default_manager
    if who is not None and hasattr(rows, "seen_by"):
        rows = rows.seen_by(who)
    if not any(field.name == "status" for field in model._meta.get_fields()):
        return list(rows.order_by("-pk")[:2])
    latest: dict[str, Any] = {}
    for row in rows.order_by("-pk"):
        latest.setdefault(row.status, row)
    return list(latest.values())

"""The ground of every test: a real PostgreSQL, migrated once, a fresh copy for whoever commits.

`db` runs a test in a transaction that is taken back; `committed` gives it a database of its own, for threads,
processes, and what happens after a commit.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings

HOUSE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("HOTLINE_TEST_VAR") or HOUSE / "var" / "test")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE = "hotline_template"

# Machines are shared: how long an example takes says nothing.
settings.register_profile(
    "shared", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shared")

# Before anything of Django is imported: the tests' own folder and database.
_data = Path(tempfile.mkdtemp(prefix="hotline-test-"))
(VAR / "keys").mkdir(parents=True, exist_ok=True)
(_data / "keys").symlink_to(
    VAR / "keys"
)  # a town that is kept for the next run opens under the same keys
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
        "HOTLINE_DATA": str(_data),
        "HOTLINE_ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "HOTLINE_DEMO": "1",
        # Playwright keeps a loop in the main thread; the tests' own queries there are no mistake.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
)

from hotline.localpg import LocalPostgres  # noqa: E402

# A server for each worker: a seal waits for every transaction of its server, other databases' included.
POSTGRES = LocalPostgres(VAR / ("postgres" if WORKER == "main" else f"postgres-{WORKER}"))
DATABASE = f"hotline_test_{WORKER}_{os.getpid()}"
os.environ["DATABASE_URL"] = POSTGRES.url(DATABASE, user="hotline_app")
os.environ["DATABASE_OWNER_URL"] = POSTGRES.url(DATABASE)


def admin(order: str) -> None:
    """Do one thing to the server itself."""
    with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
        connection.execute(order)


def copy_template(name: str) -> None:
    """Make a fresh database from the migrated one."""
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template()}" STRATEGY wal_log')


@cache
def _fingerprint() -> str:
    """Return what the migrated database depends on: the models, the migrations, the numbers laid down."""
    digest = hashlib.sha256()
    for path in sorted(HOUSE.glob("hotline/**/*.py")):
        if "migrations" in path.parts or path.name in ("models.py", "numbers.py", "database.py"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def template() -> str:
    """Name the migrated database: another one for every state of models and migrations."""
    return f"{TEMPLATE}_{_fingerprint()[:12]}"


def _make_template() -> None:
    """Migrate once for all workers and runs, and again only when a model or migration has changed."""
    VAR.mkdir(parents=True, exist_ok=True)
    name, making = template(), f"{TEMPLATE}_making"
    with (VAR / f"template-{WORKER}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid",
                [f"{TEMPLATE}_%"],
            ).fetchall()
        known = [row[0] for row in rows]
        if name in known:
            return
        for old in [one for one in known if one != making][:-3]:  # others may be in use elsewhere
            admin(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        admin(
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hotline_app')"
            " THEN CREATE ROLE hotline_app LOGIN; END IF; END $$"
        )
        admin(f"DROP DATABASE IF EXISTS {making} WITH (FORCE)")
        admin(f"CREATE DATABASE {making}")
        env = os.environ | {
            "DATABASE_URL": POSTGRES.url(making, user="hotline_app"),
            "DATABASE_OWNER_URL": POSTGRES.url(making),
        }
        done = subprocess.run(
            [sys.executable, "-m", "hotline.site.cli", "migrate"],
            env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        admin(f'ALTER DATABASE {making} RENAME TO "{name}"')


@pytest.fixture(scope="session")
def database() -> Iterator[None]:
    """Have the server, the template and this worker's database."""
    POSTGRES.start()
    _make_template()
    copy_template(DATABASE)
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    yield
    teardown_test_environment()
    from django.db import connections

    connections.close_all()
    admin(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
    POSTGRES.stop()


def _forget() -> None:
    """Forget what processes keep in memory of a database."""
    from hotline.areas import queries as areas
    from hotline.catalogue import queries as catalogue
    from hotline.lines import queries as lines
    from hotline.people import queries as people
    from hotline.rules import queries as rules
    from hotline.timelimits import queries as timelimits

    for memory in (areas, catalogue, lines, people, rules, timelimits):
        memory.forget()


@pytest.fixture
def db(database: None) -> Iterator[None]:
    """Run the test in a transaction that is taken back afterwards."""
    from django.db import transaction

    _forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def committed(database: None) -> Iterator[str]:
    """Run the test in a database of its own, where it commits; gives the database's name."""
    from django.db import connection

    name = f"{DATABASE}_own"
    connection.close()
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    copy_template(name)
    connection.settings_dict["NAME"] = name
    _forget()
    yield name
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests with a browser that is driven step by step come last: it keeps a loop, beside which no other can run."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have counted, from whichever worker it came."""
    for report in terminalreporter.getreports("passed"):
        for what, counted in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {what}: {counted}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that was skipped have failed where CI runs: what was not tried there was tried nowhere."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome, report.longrepr = "failed", f"skipped in CI: {report.longrepr}"
    return report


def pytest_configure() -> None:
    """Set Django up before tests import models; let the browser of tests send what every form of the house holds."""
    import django

    django.setup()
    _send_keys()


def _send_keys() -> None:
    """Have each POST of Django's test browser carry a key of its own, unless the test sends one, "" for none.

    `tests/house/test_once.py` looks into the forms themselves.
    """
    from django.test import Client

    send = Client.post

    def post(self: Client, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        if data is None or isinstance(data, dict):
            data = {"key": str(uuid4())} | (data or {})
        return send(self, path, data, *args, **kwargs)

    Client.post = post  # type: ignore[method-assign, assignment]


@pytest.fixture
def town(db: None) -> object:
    """Have the named cast in a transaction that is taken back."""
    from tests import town as cast

    return cast.build()

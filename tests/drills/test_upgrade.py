"""An upgrade while people work: `hotline migrate` on a large table makes nobody wait for a second."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from hotline.site import migrating
from tests import drills
from tests.conftest import POSTGRES

CASES = 1_000_000 if drills.IS_WHOLE else 100_000
LONGEST_S = 1.0
_FILL = """INSERT INTO cases_case (head, status, version, serial, query_code, taken_at, taken_by_id, source,
    kind, outside_catalogue, address, said, asked, urgency, secret, tags, handler, result, ground, passed_to,
    times_reopened, notice, wants_call_back, times_urged)
    SELECT '', 'open', 1, nextval('case_number'), 'DRILL', now() - n * interval '1 minute', %(by)s, 'phone',
    'service', false, '隆山东路 ' || n || ' 号', '水管漏水', '', 1, false, '[]', '', '', '', '', 0, '', true, 0
    FROM generate_series(1, %(n)s) n"""


@pytest.fixture
def heap(committed: str) -> str:
    """Many cases in a database of its own; gives its address."""
    from tests import town

    cast = town.build()
    url = POSTGRES.url(committed)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(_FILL, {"by": cast.operator_28.pk, "n": CASES})
        owner.execute("VACUUM ANALYZE cases_case")
    return url


class Probe:
    """Somebody at work: one short statement after the other, each timed."""

    def __init__(self, url: str) -> None:
        self.url, self.longest_s, self.done = url, 0.0, 0
        self._stop = threading.Event()

    @contextmanager
    def working(self) -> Iterator[None]:
        thread = threading.Thread(target=self._work)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _work(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            pick = connection.execute("SELECT id FROM cases_case ORDER BY id LIMIT 50")
            keys = [row[0] for row in pick.fetchall()]
            while not self._stop.is_set():
                began = time.perf_counter()
                key = keys[self.done % len(keys)]
                connection.execute(
                    "UPDATE cases_case SET version = version + 1 WHERE id = %s", [key]
                )
                self.longest_s = max(self.longest_s, time.perf_counter() - began)
                self.done += 1
                time.sleep(0.002)


def upgrade(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "hotline.site.cli", "migrate"],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.drills.upgraded",
            "DATABASE_URL": url.replace("postgres@", "hotline_app@", 1),
            "DATABASE_OWNER_URL": url,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_upgrade_makes_nobody_wait_for_a_second(heap: str) -> None:
    probe = Probe(heap)
    with probe.working():
        with psycopg.connect(heap) as report:  # a long transaction: a report, a forgotten console
            report.execute("SELECT count(*) FROM cases_case WHERE id < 100")
            said = upgrade(heap)
            assert said.stderr is not None
            assert "a table is busy; try 1" in said.stderr.readline()
        rest = said.communicate(timeout=300)[1]
    assert said.returncode == 0, rest
    with psycopg.connect(heap) as there:
        row = there.execute(
            "SELECT (SELECT count(*) FROM cases_case WHERE drilled = ''),"
            " (SELECT indisvalid FROM pg_index WHERE indexrelid = 'case_drilled'::regclass)"
        ).fetchone()
    assert row == (CASES, True)
    print(f"\n  {CASES} cases; {probe.done} statements beside, the longest {probe.longest_s:.3f} s")
    assert probe.done > 50
    assert probe.longest_s < LONGEST_S


def test_the_policy_leaves_room_for_the_change_itself() -> None:
    assert migrating.LOCK_TIMEOUT_MS <= 1000 * LONGEST_S / 2

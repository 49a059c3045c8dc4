"""A running worker: what it does by itself each hour, and the jobs of one that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from hotline import clock
from hotline.journal.models import Seal
from hotline.life.models import Once
from hotline.life.once import KEPT
from hotline.outbox.models import Message
from hotline.people.queries import the_clock
from hotline.privacy.models import Sweep
from hotline.site import jobs, worker
from tests.conftest import POSTGRES

PATIENCE_S = 120.0


def wait_for(holds: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up_at
        time.sleep(0.2)


@pytest.fixture
def working(committed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the worker's own loop run, whose hours are short."""
    monkeypatch.setattr(worker, "TIDY_S", 1.0)
    monkeypatch.setattr(worker, "SEAL_S", 1.0)
    monkeypatch.setattr(worker, "LOOK_S", 0.1)
    ours = replace(
        settings.CONFIGURATION,
        papers=tmp_path / "papers",
        database_url=POSTGRES.url(committed, user="hotline_app"),
    )
    stop = threading.Event()

    def work() -> None:
        worker.run(stop)
        connection.close()

    Once.objects.create(person=the_clock(), key="old", at=clock.now() - 2 * KEPT)
    Once.objects.create(person=the_clock(), key="young", at=clock.now())
    with override_settings(CONFIGURATION=ours):
        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def test_a_running_worker_seals_tidies_up_and_sweeps(working: None) -> None:
    wait_for(Seal.objects.exists)
    wait_for(lambda: Sweep.objects.filter(ended_at__isnull=False).exists())
    assert list(Once.objects.values_list("key", flat=True)) == ["young"]
    first = Seal.objects.get()
    with clock.frozen(clock.now() + timedelta(hours=1)):
        wait_for(lambda: Seal.objects.count() == 2)
    assert Seal.objects.order_by("pk").last().before == first.hash  # type: ignore[union-attr]


def job_of(worker_id: int | None, message: int) -> int:
    """Have a job that some worker had begun; return its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('outbox', 'outbox.deliver', jsonb_build_object('message', %s::int), 'doing', %s) RETURNING id",
            [message, worker_id],
        )
        return int(cursor.fetchone()[0])


def worker_who(beat: str) -> int:
    """Have a worker who said some time ago that it lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + %s::interval) RETURNING id",
            [beat],
        )
        return int(cursor.fetchone()[0])


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def test_the_jobs_of_a_killed_worker_are_done_and_those_of_a_living_one_left_to_it(
    committed: str, tmp_path: Path
) -> None:
    sent, held = (
        Message.objects.create(to="-", telephone="1", text="x", about="", posted_at=clock.now())
        for _one in range(2)
    )
    left = job_of(worker_who("-1 minute"), sent.pk)
    forgotten = job_of(None, sent.pk)
    others = job_of(worker_who("10 minutes"), held.pk)
    ours = {
        "HOTLINE_DATA": str(tmp_path),
        "HOTLINE_DEMO": "1",
        "DATABASE_URL": POSTGRES.url(committed, user="hotline_app"),
        "DATABASE_OWNER_URL": POSTGRES.url(committed),
    }
    order = [sys.executable, "-m", "hotline.site.cli", "part", "worker"]
    process = subprocess.Popen(order, env=os.environ | ours, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: status_of(left) == status_of(forgotten) == "succeeded")
        assert shortest_pause(committed) < jobs.STALLED_AFTER_S / 2
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert status_of(others) == "doing"
    assert Message.objects.get(pk=held.pk).sent_at is None


def shortest_pause(database: str) -> float:
    """Return the shortest time between two of the running worker's heartbeats, of a few."""
    seen: list[float] = []

    def three_beats() -> bool:
        row = there.execute(
            "SELECT extract(epoch FROM last_heartbeat)::float8 FROM procrastinate_workers"
            " WHERE last_heartbeat <= now() ORDER BY last_heartbeat DESC LIMIT 1"
        ).fetchone()
        assert row
        if row[0] not in seen:
            seen.append(row[0])
        return len(seen) > 3

    with psycopg.connect(POSTGRES.url(database), autocommit=True) as there:
        wait_for(three_beats)
    return min(later - earlier for earlier, later in pairwise(seen))

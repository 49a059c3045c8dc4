"""Keys are changed while clients write and look, and the changing is killed in the middle: nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import queries, ring, sealing
from hotline.callers.models import Caller, CallerNumber
from hotline.callers.numbers import read
from hotline.people.queries import the_clock
from hotline.privacy import resealing
from tests.conftest import POSTGRES

KNOWN = 600


def start(module: str, *arguments: str, key_file: Path, database: str) -> subprocess.Popen[str]:
    ours = {
        "HOTLINE_CALLERS_KEY_FILE": str(key_file),
        "HOTLINE_PAPERS": str(settings.CONFIGURATION.papers),
        "HOTLINE_VOICES": str(settings.CONFIGURATION.voices),
        "DATABASE_URL": POSTGRES.url(database, user="hotline_app"),
        "DATABASE_OWNER_URL": POSTGRES.url(database),
    }
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | ours, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def wait_for(said: object, seconds: float = 180) -> None:
    assert callable(said)
    give_up_at = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < give_up_at
        time.sleep(0.005)


@pytest.fixture
def known(committed: str, key_file: Path) -> list[tuple[str, int]]:
    numbers = [f"1370000{n:04d}" for n in range(KNOWN)]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    return [
        (text, callers.take_down(number=read(text), name="N", by=the_clock()).pk)
        for text in numbers
    ]


def renewed() -> int:
    return CallerNumber.objects.filter(fingerprint_even__isnull=False).count()


def test_nothing_is_lost_when_keys_change_under_load_and_the_changing_is_killed(
    known: list[tuple[str, int]], committed: str, key_file: Path, tmp_path: Path
) -> None:
    stop = tmp_path / "stop"
    clients = [
        start("tests.privacy.client", name, str(stop), key_file=key_file, database=committed)
        for name in "56"
    ]
    try:
        half = _change_keys_twice(committed, key_file)
    finally:
        stop.touch()
    said = [client.communicate(timeout=180)[0] for client in clients]
    assert [client.returncode for client in clients] == [0, 0], said
    assert 100 < half < KNOWN
    assert ring.parse(key_file.read_bytes()).numbers == (2,)
    assert resealing.state().needed == 0
    for text, pk in known:
        found = queries.find_by_number(read(text))
        assert found is not None
        assert (found.pk, found.opened("name")) == (pk, "N")
    # One number, one caller: whoever wrote it with whichever key.
    texts = [number.opened.text for number in CallerNumber.objects.all()]
    assert len(texts) == len(set(texts)) == Caller.objects.count()


def _change_keys_twice(committed: str, key_file: Path) -> int:
    """Change the keys, once killed in the middle and once to the end; return how far the killed one came."""
    wait_for(lambda: CallerNumber.objects.count() > KNOWN + 20)

    def rotate() -> subprocess.Popen[str]:
        return start("hotline.site.cli", "keys", "rotate", key_file=key_file, database=committed)

    killed = rotate()
    wait_for(lambda: renewed() > 100)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    half = renewed()
    assert sealing.ring().numbers == (1, 2)
    again = rotate()
    assert again.wait(180) == 0, again.communicate()[0]
    with clock.frozen(clock.now() + resealing.SETTLES):
        resealing.retire()
    at_last = CallerNumber.objects.count()
    wait_for(lambda: CallerNumber.objects.count() > at_last + 5)
    return half

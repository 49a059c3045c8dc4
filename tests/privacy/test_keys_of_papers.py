"""A new key while papers are read: at every step each opens, and the old key goes only when no file needs it."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hotline import clock
from hotline.callers import ring, sealing
from hotline.callers import store as sealed_files
from hotline.papers import store
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.privacy import resealing
from hotline.privacy.resealing import UnableToChangeKeys
from tests.privacy.test_keys import NOON
from tests.privacy.test_keys_under_load import start, wait_for

CONTENT = b"a kitchen " * 1000
MANY = 300


@pytest.fixture
def operator(db: None, key_file: Path) -> Person:
    return people.engage("op", name="-", role=Role.OPERATOR, by=None)


def place(name: str) -> Path:
    return Path(settings.CONFIGURATION.papers) / name[:2] / name


def sealed_with(name: str) -> int:
    return sealing.sealed_with(place(name).read_bytes())


def drafts() -> list[Path]:
    return list(Path(settings.CONFIGURATION.papers).rglob("*.draft"))


def test_files_are_sealed_anew_and_open_at_every_step(
    operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [store.put(CONTENT) for _ in range(5)]
    steps = []
    replace = Path.replace

    def watched(draft: Path, target: Path) -> Path:
        steps.append([store.get(name) for name in names])
        done = replace(draft, target)
        steps.append([store.get(name) for name in names])
        return done

    monkeypatch.setattr(Path, "replace", watched)
    resealing.rotate()
    assert len(steps) > len(names)
    assert all(step == [CONTENT] * 5 for step in steps)
    assert {sealed_with(name) for name in names} == {2}
    assert drafts() == []
    assert place(names[0]).stat().st_mode & 0o077 == 0


def test_the_old_key_stays_while_a_file_needs_it(operator: Person, key_file: Path) -> None:
    old = ring.parse(key_file.read_bytes())
    with clock.frozen(NOON):
        name = store.put(CONTENT)
        resealing.rotate()
        late = sealing.seal_with(1, CONTENT, f"paper_file:{name}", keys=old)
        place(name).write_bytes(late)
        clock.pass_time(resealing.SETTLES)
        assert resealing.state().needed == 1
        with pytest.raises(UnableToChangeKeys, match="1 files of papers"):
            resealing.retire()
        assert store.get(name) == CONTENT
        resealing.rotate()
        assert resealing.state().needed == 0
        resealing.retire()
    assert sealing.ring().numbers == (2,)
    assert store.get(name) == CONTENT


def test_a_file_with_the_newest_key_is_left_alone(operator: Person) -> None:
    resealing.rotate()
    name = store.put(CONTENT)
    lies = place(name).stat()
    resealing.rotate()
    assert place(name).stat() == lies


def test_a_broken_file_is_named_and_holds_nothing_else_up(operator: Person) -> None:
    names = [store.put(CONTENT) for _ in range(3)]
    place(names[1]).write_bytes(b"")
    with pytest.raises(UnableToChangeKeys, match=names[1]):
        resealing.rotate()
    assert [sealed_with(name) for name in (names[0], names[2])] == [2, 2]
    assert resealing.state().needed == 1
    store.throw_away(names[1])
    resealing.rotate()
    assert resealing.state().needed == 0


def test_what_is_thrown_away_while_it_is_sealed_anew_does_not_come_back(
    operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = store.put(CONTENT)
    write = sealed_files._write

    def erased_meanwhile(draft: Path, sealed: bytes) -> None:
        write(draft, sealed)
        store.throw_away(name)

    monkeypatch.setattr(sealed_files, "_write", erased_meanwhile)
    resealing.rotate()
    assert not place(name).exists()
    assert drafts() == []


def test_the_changing_is_killed_and_goes_on_while_somebody_reads(
    committed: str, key_file: Path
) -> None:
    names = [store.put(CONTENT) for _ in range(MANY)]
    stop, faults = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            for name in names:
                try:
                    assert store.get(name) == CONTENT
                except Exception as fault:
                    faults.append(fault)

    def again() -> int:
        return sum(sealed_with(name) == 2 for name in names)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        killed = start("hotline.site.cli", "keys", "rotate", key_file=key_file, database=committed)
        wait_for(lambda: again() > 20)
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
        half = again()
        told: list[int] = []
        resealing.rotate(told.append)
        with clock.frozen(clock.now() + resealing.SETTLES + timedelta(minutes=1)):
            resealing.retire()
    finally:
        stop.set()
        reader.join()
    assert faults == []
    assert 20 < half < MANY
    assert MANY - half in told
    assert sealing.ring().numbers == (2,)
    assert {store.get(name) for name in names} == {CONTENT}

"""A new key while recordings are kept: they are sealed anew with it, and the old one goes only when none needs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from hotline import clock
from hotline.callers import ring, sealing
from hotline.calls.recordings.store import STORE
from hotline.papers import store as papers
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.privacy import resealing
from hotline.privacy.resealing import UnableToChangeKeys
from tests.privacy.test_keys import NOON

SOUND = bytes(range(256)) * 40


@pytest.fixture
def operator(db: None, key_file: Path) -> Person:
    return people.engage("op", name="-", role=Role.OPERATOR, by=None)


def place(name: str) -> Path:
    return Path(settings.CONFIGURATION.voices) / name[:2] / name


def test_recordings_are_sealed_anew_beside_papers(operator: Person) -> None:
    voices, paper = [STORE.put(SOUND) for _ in range(3)], papers.put(b"a kitchen")
    resealing.rotate()
    assert {sealing.sealed_with(place(name).read_bytes()) for name in voices} == {2}
    assert [STORE.get(name) for name in voices] == [SOUND] * 3
    assert papers.get(paper) == b"a kitchen"
    assert resealing.state().needed == 0


def test_the_old_key_stays_while_a_recording_needs_it(operator: Person, key_file: Path) -> None:
    old = ring.parse(key_file.read_bytes())
    with clock.frozen(NOON):
        name = STORE.put(SOUND)
        resealing.rotate()
        place(name).write_bytes(sealing.seal_with(1, SOUND, f"voice_file:{name}", keys=old))
        clock.pass_time(resealing.SETTLES)
        assert resealing.state().needed == 1
        with pytest.raises(UnableToChangeKeys, match="1 files of recordings"):
            resealing.retire()
        resealing.rotate()
        resealing.retire()
    assert sealing.ring().numbers == (2,)
    assert STORE.get(name) == SOUND


def test_broken_files_of_both_kinds_are_named(operator: Person) -> None:
    voice, paper = STORE.put(SOUND), papers.put(b"a kitchen")
    place(voice).write_bytes(b"")
    (Path(settings.CONFIGURATION.papers) / paper[:2] / paper).write_bytes(b"")
    with pytest.raises(UnableToChangeKeys, match=f"{paper}.*{voice}"):
        resealing.rotate()


def test_a_recording_does_not_open_as_a_paper(operator: Person) -> None:
    name = STORE.put(SOUND)
    there = Path(settings.CONFIGURATION.papers) / name[:2]
    there.mkdir(parents=True)
    (there / name).write_bytes(place(name).read_bytes())
    with pytest.raises(sealing.SealBroken):
        papers.get(name)

"""A recording is taken when its call is over: sealed, written down, and only then deleted; nothing is lost, nothing left open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.callers import ring
from hotline.callers import store as sealed_files
from hotline.calls import jobs
from hotline.calls.models import Call, Recording, Speaker
from hotline.calls.recordings import actions, queries, tapes
from hotline.calls.states import Status
from hotline.journal.models import Entry
from hotline.people.models import Person
from tests.calls.recordings.tapes import (
    FAR,
    OPERATOR,
    a_call,
    aged,
    folder_of_the_switch,
    is_whole,
    lying_open,
    recorded,
    sealed,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("db")


class Killed(BaseException):
    """The process ends here, with no chance to put anything right."""


EVERY = [f"{n:02x}" for n in range(256)]


def take() -> None:
    jobs.take_recordings(timestamp=0)


def tidy() -> int:
    return actions.tidy(EVERY)


def test_a_recording_is_sealed_written_down_and_lies_open_no_more(call: Call) -> None:
    recorded("in-1")
    take()
    assert is_whole(call)
    assert lying_open() == []
    assert len(sealed()) == 2
    for file in sealed():
        assert file.stat().st_mode & 0o077 == 0
        assert bytes(100) not in file.read_bytes()  # one side is silent at first: nothing shows it
    far, operator = call.recordings.order_by("side")
    assert (far.side, operator.side) == (Speaker.FAR, Speaker.OPERATOR)
    assert far.length_ms == operator.length_ms == 1000
    assert set(bytes(far.peaks)) == {3000 >> 7}
    assert set(bytes(operator.peaks)[:54]) == {0}
    assert set(bytes(operator.peaks)[55:]) == {9000 >> 7}
    assert Entry.objects.filter(kind="call", subject=call.pk, act="keep_recording").count() == 1


def test_a_call_that_goes_on_is_left_alone(op: Person) -> None:
    call = a_call(op, "in-2", Status.TALKING)
    recorded("in-2", age_s=999)
    take()
    assert len(lying_open()) == 2
    assert not call.recordings.exists()


def test_a_file_that_is_still_written_is_left_alone(call: Call) -> None:
    recorded("in-1", age_s=0)
    take()
    assert len(lying_open()) == 2
    assert sealed() == []


def test_one_side_that_is_still_written_holds_the_other_back(call: Call) -> None:
    recorded("in-1")
    aged(folder_of_the_switch() / "in-1-heard.wav", 0)
    take()
    assert len(lying_open()) == 2


def test_doing_it_twice_changes_nothing(call: Call) -> None:
    recorded("in-1")
    actions.take(call)
    before = sorted(call.recordings.values_list("pk", "file"))
    recorded("in-1")  # killed before the open files were deleted
    take()
    assert sorted(call.recordings.values_list("pk", "file")) == before
    assert is_whole(call)
    assert (len(sealed()), lying_open()) == (2, [])
    assert Entry.objects.filter(act="keep_recording").count() == 1


class Dying:
    """Kills whoever takes a recording at the so-maniest touch of the disk or the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        for owner, name in (
            (sealed_files, "_write"),
            (Path, "replace"),
            (Path, "unlink"),
            (ring, "settle"),
            (Recording.objects, "bulk_create"),
            (Call, "save"),
            (tapes, "throw_away"),
        ):
            monkeypatch.setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, function: object) -> object:
        def before_and_after(*args: object, **kwargs: object) -> object:
            self.touch()
            done = function(*args, **kwargs)  # type: ignore[operator]
            self.touch()
            return done

        return before_and_after

    def touch(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dying]:
    yield Dying(monkeypatch)
    monkeypatch.undo()


def test_whoever_is_killed_at_any_moment_has_lost_nothing_and_another_ends_it(
    op: Person, dying: Dying
) -> None:
    moments = 0
    while True:
        call = a_call(op, f"in-{moments}")
        recorded(call.recording)
        dying.left = moments + 1
        try:
            take()
        except Killed:
            dying.left = -1
            take()
            moments += 1
        else:
            break
        assert is_whole(call), f"lost when killed at moment {moments}"
        assert lying_open() == [], f"left open when killed at moment {moments}"
    assert moments > 15
    drafts = [file for file in sealed() if file.suffix == ".draft"]
    assert len(sealed()) - len(drafts) == 2 * Call.objects.count()


def test_a_call_without_sound_has_no_recording(call: Call) -> None:
    """A caller who gave up while nobody was there: the switch has written a head and nothing behind it."""
    recorded("in-1")
    for file in folder_of_the_switch().glob("*"):
        os.truncate(file, 44)
        aged(file, 99)
    take()
    assert (sealed(), lying_open()) == ([], [])
    assert not call.recordings.exists()


def test_a_side_that_is_missing_is_silent(call: Call) -> None:
    recorded("in-1")
    (folder_of_the_switch() / "in-1-heard.wav").unlink()
    take()
    lengths = {row.side: row.length_ms for row in call.recordings.all()}
    assert lengths == {Speaker.FAR: 1000, Speaker.OPERATOR: 0}


def test_what_a_killed_switch_has_left_is_taken(call: Call) -> None:
    """It had no time to write how long the recording is."""
    recorded("in-1")
    for file in folder_of_the_switch().glob("*"):
        content = bytearray(file.read_bytes())
        content[40:44] = bytes(4)
        file.write_bytes(content)
        aged(file, 99)
    take()
    assert is_whole(call)


def test_what_cannot_be_read_holds_nothing_else_up(call: Call, op: Person) -> None:
    recorded("in-1")
    (folder_of_the_switch() / "in-1-said.wav").write_bytes(b"no sound")
    aged(folder_of_the_switch() / "in-1-said.wav", 99)
    other = a_call(op, "in-2")
    recorded("in-2")
    take()
    assert is_whole(other)
    assert lying_open() == ["in-1-heard.wav", "in-1-said.wav"]


def test_a_recording_that_no_call_has_is_thrown_away_after_a_day(
    call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    recorded("nobody", age_s=tapes.STRAY_S - 60)
    take()
    assert len(lying_open()) == 2
    recorded("nobody", age_s=tapes.STRAY_S + 60)
    take()
    assert lying_open() == []
    assert sealed() == []
    assert "nobody" in caplog.text


def test_of_two_calls_of_one_name_the_later_has_it(call: Call, op: Person) -> None:
    later = a_call(op, "in-1")
    recorded("in-1")
    take()
    assert is_whole(later)
    assert not call.recordings.exists()


def test_what_is_sealed_and_not_written_down_is_found_again(call: Call) -> None:
    """So it is after a backup that was made in this moment is restored: the row is older than the file."""
    recorded("in-1")
    take()
    call.recordings.all().delete()
    for file in sealed():
        aged(file, 7200)
    assert tidy() == 0
    assert is_whole(call)
    assert len(sealed()) == 2


def test_what_belongs_to_nobody_goes(call: Call) -> None:
    recorded("in-1")
    take()
    Call.objects.filter(pk=call.pk).update(recording="")  # emptied while it was taken
    call.recordings.all().delete()
    assert tidy() == 0  # too young: its row may be on its way
    for file in sealed():
        aged(file, 7200)
    assert tidy() == 2
    assert sealed() == []


def test_what_was_taken_in_the_moment_its_caller_was_forgotten_goes(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded("in-1")
    read = tapes.read

    def forgotten_meanwhile(name: str) -> object:
        Call.objects.filter(pk=call.pk).update(recording="")
        return read(name)

    monkeypatch.setattr(tapes, "read", forgotten_meanwhile)
    take()
    assert (sealed(), lying_open()) == ([], [])
    assert not call.recordings.exists()

    Call.objects.filter(pk=call.pk).update(recording="in-1")
    monkeypatch.undo()


def test_the_whole_store_is_looked_through_in_a_day_and_a_third(call: Call) -> None:
    assert sorted(part for hour in range(500_000, 500_032) for part in queries.parts_of(hour)) == (
        EVERY
    )
    recorded("in-1")
    take()
    call.recordings.all().delete()
    for file in sealed():
        aged(file, 7200)
    parts = {file.parent.name for file in sealed()}
    elsewhere = next(hour for hour in range(32) if not parts & set(queries.parts_of(hour)))
    jobs.tidy_recordings(timestamp=3600 * elsewhere)
    assert not call.recordings.exists()
    for hour in range(32):
        jobs.tidy_recordings(timestamp=3600 * hour)
    assert is_whole(call)


def test_what_an_earlier_version_has_mixed_goes_with_the_sides(call: Call) -> None:
    recorded("in-1")
    (folder_of_the_switch() / "in-1.wav").write_bytes(b"mixed")
    take()
    assert lying_open() == []
    assert is_whole(call)


def test_a_recording_whose_call_was_emptied_is_emptied(call: Call) -> None:
    recorded("in-1")
    take()
    Call.objects.filter(pk=call.pk).update(recording="")
    assert tidy() == 1 + 1
    assert sealed() == []
    assert {(row.file, bytes(row.peaks)) for row in call.recordings.all()} == {("", b"")}
    assert {len(FAR), len(OPERATOR)} == {8000}

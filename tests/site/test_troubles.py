"""What is noticed when something goes wrong: each trouble once, by its name, with what to do; and nothing when all is well."""

from __future__ import annotations

import os
import time
from array import array
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hotline.site import troubles
from hotline.site.heartbeats import PartState
from hotline.site.troubles import Answers, Disk, Facts
from hotline.site.watch import Clocks, Watch, ask
from hotline.telephony import recording

WELL = Facts(
    disks=(Disk("data", 100e9, 60e9),),
    parts={"worker": PartState("up", 60, 0)},
    database=Answers(0.001, 0.0),
    backup_age=timedelta(hours=3),
)
UNSENT = Answers(0.001, 0.0, unsent=2)


def names(**changed: object) -> list[tuple[str, str]]:
    facts = Facts(**(WELL.__dict__ | changed))
    found = troubles.found(facts)
    assert all(one.says and one.do for one in found)
    return [(one.name, one.state) for one in found]


def test_when_all_is_well_nothing_is_said() -> None:
    assert names() == []
    assert names(parts={"worker": PartState("starting", 0, 0)}) == []
    assert names(switch="looking") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"disks": (Disk("data", 100e9, 4e9),)}, ("disk", "warning")),
        ({"disks": (Disk("data", 100e9, 0.4e9),)}, ("disk", "bad")),
        ({"parts": {"live": PartState("silent", 0, 0)}}, ("part:live", "bad")),
        ({"parts": {"live": PartState("down", 0, 3)}}, ("part:live", "bad")),
        ({"jump_s": -3600.0}, ("clock", "warning")),
        ({"database": Answers(0.001, 90.0)}, ("clock", "warning")),
        ({"database": None}, ("database", "bad")),
        ({"database": Answers(2.0, 0.0)}, ("database", "warning")),
        ({"database": Answers(0.001, 0.0, {"deadline": 31.0})}, ("behind", "bad")),
        ({"database": Answers(0.001, 0.0, {}, 2)}, ("stuck", "warning")),
        ({"switch": "lost"}, ("switch", "bad")),
        ({"scans": False}, ("scanner", "warning")),
        ({"left_open": 3}, ("recordings", "warning")),
        ({"backup_age": None}, ("backup", "warning")),
        ({"backup_age": timedelta(days=2)}, ("backup", "warning")),
        ({"needs_gateway": True}, ("messages", "warning")),
        ({"has_gateway": True, "database": UNSENT}, ("messages", "bad")),
    ],
)
def test_each_trouble_is_named_once(changed: dict[str, object], said: tuple[str, str]) -> None:
    assert names(**changed) == [said]


def test_a_small_disk_with_room_left_is_no_trouble() -> None:
    assert names(disks=(Disk("data", 8e9, 4e9),)) == []


def test_the_worst_comes_first() -> None:
    assert [state for _, state in names(backup_age=None, database=None)] == ["bad", "warning"]


def test_the_sample_town_needs_no_backup() -> None:
    assert names(backup_age=None, needs_backup=False) == []


def test_a_clock_that_is_set_is_noticed_and_told_for_an_hour() -> None:
    wall, steady = [1000.0], [50.0]
    clocks = Clocks(wall=lambda: wall[0], steady=lambda: steady[0])
    for _ in range(10):
        assert clocks.jump_s() == 0
        wall[0] += 60.001  # a clock that is slewed is not set
        steady[0] += 60
    wall[0] -= 3600
    assert clocks.jump_s() == pytest.approx(-3600, abs=1)
    wall[0], steady[0] = wall[0] + 1800, steady[0] + 1800
    assert clocks.jump_s() == pytest.approx(-3600, abs=1)
    wall[0], steady[0] = wall[0] + 1801, steady[0] + 1801
    assert clocks.jump_s() == 0


def test_a_full_disk_is_read_from_the_file_system(db: None) -> None:
    def nearly_full(path: Path) -> os.statvfs_result:
        told = list(os.statvfs(Path("/")))
        told[1], told[4] = 4096, 100  # f_frsize, f_bavail
        return os.statvfs_result(told)

    settings.CONFIGURATION.data.mkdir(exist_ok=True)
    facts = Watch(statvfs=nearly_full).look(settings.CONFIGURATION)
    assert ("disk", "bad") in [(one.name, one.state) for one in troubles.found(facts)]


def test_the_sample_town_and_whoever_has_a_gateway_need_no_other() -> None:
    assert names(has_gateway=True, needs_gateway=True) == []
    assert names(database=UNSENT) == []  # there they stay in the outbox


def test_messages_that_ought_to_have_left_are_counted(db: None) -> None:
    from hotline import clock
    from hotline.outbox.models import Message

    now = clock.now()
    for minutes, sent_at in ((1, None), (5, None), (5, now), (90, None)):
        then = now - timedelta(minutes=minutes)
        Message.objects.create(
            to="林师傅", telephone="138", text="x", about="x", posted_at=then, sent_at=sent_at
        )
    told = ask()
    assert told is not None
    assert told.unsent == 1


def test_every_disk_is_told_once_by_what_lies_on_it(db: None, tmp_path: Path) -> None:
    def own_disks(path: Path) -> os.statvfs_result:
        told = os.statvfs("/")
        of = 2 if path.name == "papers" else 1
        return os.statvfs_result(told, {"f_fsid": of})

    ours = replace(settings.CONFIGURATION, papers=tmp_path / "papers")
    facts = Watch(statvfs=own_disks).look(ours)
    assert [disk.name for disk in facts.disks] == ["data", "papers"]


def test_the_database_tells_its_clock_and_what_waits(db: None) -> None:
    from hotline import clock
    from hotline.deadlines.models import Deadline

    told = ask()
    assert told is not None
    assert abs(told.ahead_s) < 5
    assert told.late_s["deadline"] == 0
    then = clock.now() - timedelta(minutes=10)
    Deadline.objects.create(
        kind="case", subject=1, name="hand_over", start_at=then, due_at=then, next_at=then, tries=9
    )
    told = ask()
    assert told is not None
    assert told.late_s["deadline"] > 590
    assert told.stuck == 1


def test_a_recording_that_nobody_seals_is_told(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        settings, "CONFIGURATION", replace(settings.CONFIGURATION, recordings=tmp_path)
    )
    for name, age_s in (("goes-on", 0), ("just-over", 60), ("left", 3600)):
        for side in recording.Side:
            file = recording.file(tmp_path, name, side)
            recording.write(file, array("h", [0] * 80))
            os.utime(file, (time.time() - age_s,) * 2)
    assert Watch().look(settings.CONFIGURATION).left_open == 1


def test_a_job_that_comes_again_is_late_from_when_it_was_to_come_again(db: None) -> None:
    """A message that nobody took for hours is tried again by the clock: the worker is not behind."""
    with connection.cursor() as cursor:
        for again, late in (("- interval '2 seconds'", False), ("- interval '5 minutes'", True)):
            cursor.execute("DELETE FROM procrastinate_jobs")
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
                f" VALUES ('webhooks', 'outbox.deliver', '{{}}', 'todo', now() {again}) RETURNING id"
            )
            [job] = cursor.fetchone()
            cursor.execute(
                "UPDATE procrastinate_events SET at = now() - interval '5 hours' WHERE job_id = %s",
                [job],
            )
            found = ask()
            assert found is not None
            assert (found.late_s["job"] > 60) == late

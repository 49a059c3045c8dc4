"""The supervisor, with small programs as parts."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.site import heartbeats, lifeline, supervisor

BEATER = """
import os, sys, time
from pathlib import Path
from hotline.site import heartbeats, lifeline
lifeline.follow()
while True:
    heartbeats.beat(Path(sys.argv[1]), sys.argv[2])
    time.sleep(0.1)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
time.sleep(600)
"""
HOLDER = """
import sys, threading
from pathlib import Path
from hotline.site import lifeline, supervisor
import os
folder = Path(sys.argv[1])
with lifeline.held(folder) as line:
    os.environ.update(line)
    commands = {name: [sys.executable, "-c", sys.argv[2], str(folder), name] for name in "ab"}
    supervisor.supervise(commands, folder, threading.Event())
"""


def eventually(holds: Callable[[], bool], within_s: float = 20) -> bool:
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        if holds():
            return True
        time.sleep(0.05)
    return False


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def pid(folder: Path, name: str) -> int:
    told = heartbeats._read(folder / heartbeats.KEPT)
    return int(told.get("parts", {}).get(name, {}).get("pid", 0))


def beater(folder: Path, name: str) -> list[str]:
    return [sys.executable, "-c", BEATER, str(folder), name]


def state(folder: Path, name: str) -> str:
    told = heartbeats.states(folder).get(name)
    return told.state if told else "unknown"


@contextmanager
def supervised(folder: Path, **commands: list[str]) -> Iterator[threading.Event]:
    stop = threading.Event()
    watching = threading.Thread(target=supervisor.supervise, args=(commands, folder, stop))
    watching.start()
    try:
        yield stop
    finally:
        stop.set()
        watching.join()


def test_parts_run_until_they_are_stopped(tmp_path: Path) -> None:
    with supervised(tmp_path, one=beater(tmp_path, "one")):
        assert eventually(lambda: state(tmp_path, "one") == "up")
        running = pid(tmp_path, "one")
    assert not is_alive(running)
    assert heartbeats.states(tmp_path) == {}


def test_a_part_that_is_killed_is_started_again_and_counted(tmp_path: Path) -> None:
    with supervised(tmp_path, one=beater(tmp_path, "one"), two=beater(tmp_path, "two")):
        assert eventually(lambda: state(tmp_path, "one") == state(tmp_path, "two") == "up")
        first = pid(tmp_path, "one")
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: pid(tmp_path, "one") not in (0, first))
        assert eventually(lambda: state(tmp_path, "one") == "up")
        told = heartbeats.states(tmp_path)
        assert (told["one"].restarts, told["two"].restarts) == (1, 0)


def test_a_part_that_cannot_start_is_tried_later_and_later(tmp_path: Path) -> None:
    note = tmp_path / "starts"
    program = f"open({str(note)!r}, 'a').write('x'); raise SystemExit(3)"
    began = time.monotonic()
    with supervised(tmp_path, bad=[sys.executable, "-c", program]):
        assert eventually(lambda: note.exists() and len(note.read_text()) >= 3)
        assert state(tmp_path, "bad") in ("down", "starting")
    # The pauses before the second and third start alone: 0.5 s and 1 s.
    assert time.monotonic() - began >= 1.5


def test_a_part_that_fails_for_days_is_still_tried() -> None:
    child = supervisor.Child("bad", ["false"])
    child.trouble = 5_000
    child.look()
    assert child.process
    child.process.wait()
    child.look()
    assert 0 < child.start_at - time.monotonic() <= supervisor.LONGEST_PAUSE_S


def test_a_part_that_does_not_beat_is_not_up(tmp_path: Path) -> None:
    with supervised(tmp_path, mute=[sys.executable, "-c", "import time; time.sleep(600)"]):
        assert eventually(lambda: state(tmp_path, "mute") == "starting")
        heartbeats._write(tmp_path / "mute.beat", {"at": time.monotonic()})
        assert state(tmp_path, "mute") == "up"
        heartbeats.LATE_S, before = 0.3, heartbeats.LATE_S
        try:
            heartbeats.write_kept(tmp_path, {"mute": heartbeats.Kept(1, 0.0, 0, running=True)})
            heartbeats._write(tmp_path / "mute.beat", {"at": time.monotonic() - 0.4})
            assert state(tmp_path, "mute") == "silent"
        finally:
            heartbeats.LATE_S = before


def test_a_beat_of_an_earlier_life_does_not_count(tmp_path: Path) -> None:
    heartbeats.beat(tmp_path, "one")
    since = time.monotonic()
    heartbeats.write_kept(tmp_path, {"one": heartbeats.Kept(1, since, 0, running=True)})
    assert state(tmp_path, "one") == "starting"


def test_when_the_supervisor_is_silent_its_parts_are_not_believed(tmp_path: Path) -> None:
    kept = {"pid": 1, "since": 0.0, "restarts": 0, "running": True}
    heartbeats.beat(tmp_path, "one")
    heartbeats._write(
        tmp_path / heartbeats.KEPT, {"at": time.monotonic() - 60, "parts": {"one": kept}}
    )
    assert state(tmp_path, "one") == "down"


def test_a_part_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    before, supervisor.STOP_S = supervisor.STOP_S, 0.5
    try:
        with supervised(tmp_path, stubborn=[sys.executable, "-c", STUBBORN]):
            assert eventually(lambda: pid(tmp_path, "stubborn") > 0)
            running = pid(tmp_path, "stubborn")
            time.sleep(0.3)
        assert not is_alive(running)
    finally:
        supervisor.STOP_S = before


def test_what_a_part_has_started_goes_with_it(tmp_path: Path) -> None:
    with supervised(tmp_path, parent=[sys.executable, "-c", PARENT]):
        assert eventually(lambda: len(group(pid(tmp_path, "parent"))) == 2)
        running = group(pid(tmp_path, "parent"))
        os.kill(pid(tmp_path, "parent"), signal.SIGKILL)
        assert eventually(lambda: not any(is_alive(one) for one in running))


def group(leader: int) -> list[int]:
    if not leader:
        return []
    said = subprocess.run(["pgrep", "-g", str(leader)], capture_output=True, text=True).stdout
    return [int(one) for one in said.split()]


def test_parts_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path), BEATER])
    assert eventually(lambda: state(tmp_path, "a") == state(tmp_path, "b") == "up")
    running = [pid(tmp_path, name) for name in "ab"]
    holder.kill()
    holder.wait()
    assert eventually(lambda: not any(is_alive(one) for one in running), within_s=5)


def test_a_torn_lifeline_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "1.lifeline").touch()
    with lifeline.held(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == [f"{os.getpid()}.lifeline"]
    assert list(tmp_path.iterdir()) == []


def test_without_a_supervisor_nothing_is_followed(tmp_path: Path) -> None:
    program = "from hotline.site import lifeline; lifeline.follow(); print('fine')"
    bare = {name: text for name, text in os.environ.items() if name != lifeline.VARIABLE}
    done = subprocess.run([sys.executable, "-c", program], env=bare, capture_output=True)
    assert done.stdout == b"fine\n"

"""The embedded PostgreSQL, with its real binaries, through starts, sharing and crashes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hotline.localpg import LocalPostgres, LocalPostgresFailed

USER = """
import sys, time
from pathlib import Path
from hotline.localpg import LocalPostgres
LocalPostgres(Path(sys.argv[1])).start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hotline-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(folder: Path) -> Iterator[LocalPostgres]:
    postgres = LocalPostgres(folder)
    yield postgres
    postgres.remove()


def another_user(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def is_ready(user: subprocess.Popen[str]) -> bool:
    assert user.stdout is not None
    return user.stdout.readline() == "ready\n"


def server_pid(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def is_alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(pid: int) -> bool:
    for _ in range(300):
        if not is_alive(pid):
            return True
        time.sleep(0.1)
    return False


def value(postgres: LocalPostgres, query: str) -> object:
    with psycopg.connect(postgres.url()) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_what_was_written_is_there_after_a_stop_and_a_start(
    postgres: LocalPostgres, folder: Path
) -> None:
    with psycopg.connect(postgres.start().url()) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS text")
    postgres.stop()
    assert not (folder / "data" / "postmaster.pid").exists()
    assert value(postgres.start(), "SELECT text FROM note") == "kept"


def test_an_answered_commit_is_on_the_disk(postgres: LocalPostgres) -> None:
    assert value(postgres.start(), "SHOW synchronous_commit") == "on"
    assert value(postgres, "SHOW fsync") == "on"


def test_chinese_text_has_trigrams(postgres: LocalPostgres) -> None:
    with psycopg.connect(postgres.start().url()) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    assert value(postgres, "SELECT cardinality(show_trgm('水管维修'))") == 5


def test_nobody_else_can_reach_the_socket(postgres: LocalPostgres, folder: Path) -> None:
    assert value(postgres.start(), "SHOW listen_addresses") == ""
    assert postgres.socket_folder.stat().st_mode & 0o077 == 0
    assert (folder / "data").stat().st_mode & 0o077 == 0


def test_a_killed_server_starts_again_with_what_it_had_answered(
    postgres: LocalPostgres, folder: Path
) -> None:
    with psycopg.connect(postgres.start().url()) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS text")
    os.kill(server_pid(folder), signal.SIGKILL)
    other = LocalPostgres(folder).start()
    assert value(other, "SELECT text FROM note") == "kept"
    other.stop()


def test_a_process_id_taken_by_somebody_else_does_not_stop_a_start(
    postgres: LocalPostgres, folder: Path
) -> None:
    note = folder / "data" / "postmaster.pid"
    postgres.start()
    lines = note.read_text().splitlines()
    postgres.stop()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    (postgres.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert value(postgres.start(), "SELECT 1") == 1


def test_the_server_stays_until_its_last_user_stops_it(
    postgres: LocalPostgres, folder: Path
) -> None:
    second = another_user(folder)
    assert is_ready(second)
    postgres.start()
    pid = server_pid(folder)
    postgres.stop()
    assert is_alive(pid)
    second.communicate()
    assert ends(pid)


def test_the_server_ends_when_its_last_user_is_killed(folder: Path) -> None:
    for _ in range(3):  # each start must post a guard anew
        user = another_user(folder)
        assert is_ready(user)
        pid = server_pid(folder)
        user.kill()
        user.wait()
        assert ends(pid)


def test_several_processes_may_make_and_start_it_at_once(folder: Path) -> None:
    users = [another_user(folder) for _ in range(4)]
    assert all(is_ready(user) for user in users)
    pid = server_pid(folder)
    for user in users:
        user.communicate()
    assert ends(pid)


def test_a_folder_with_a_long_name_works(folder: Path) -> None:
    folder.chmod(0o711)
    postgres = LocalPostgres(folder / ("deep" * 30))
    assert value(postgres.start(), "SELECT 1") == 1
    postgres.remove()


def test_a_half_made_cluster_is_made_anew(postgres: LocalPostgres, folder: Path) -> None:
    (folder / "data.draft").mkdir()
    (folder / "data.draft" / "PG_VERSION").write_text("18\n")
    assert value(postgres.start(), "SELECT 1") == 1


def test_tables_of_another_version_are_refused_untouched(
    postgres: LocalPostgres, folder: Path
) -> None:
    postgres.start().stop()
    stamp = folder / "data" / "PG_VERSION"
    stamp.write_text("17\n")
    with pytest.raises(LocalPostgresFailed, match="made by PostgreSQL 17"):
        postgres.start()
    assert stamp.read_text() == "17\n"


def test_a_closed_folder_above_stays_closed_for_root_too(folder: Path) -> None:
    folder.chmod(0o700)
    postgres = LocalPostgres(folder / "inner")
    assert value(postgres.start(), "SELECT 1") == 1
    assert folder.stat().st_mode & 0o777 == 0o700
    assert LocalPostgres(folder / "inner").socket_folder == postgres.socket_folder
    postgres.remove()


def test_a_server_killed_under_its_users_is_started_again(
    postgres: LocalPostgres, folder: Path
) -> None:
    postgres.start()
    killed = server_pid(folder)
    os.kill(killed, signal.SIGKILL)
    for _ in range(300):
        try:
            assert value(postgres, "SELECT 1") == 1
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    assert server_pid(folder) != killed

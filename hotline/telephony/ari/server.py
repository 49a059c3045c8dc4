"""An Asterisk of our own for as long as a test or a demo needs one.

Decides how it is found (a folder that Debian's packages were unpacked into, else the system's own),
started and ended: without root, with ports nobody else has, and never outliving who started it.
"""

from __future__ import annotations

import dataclasses
import http.client
import os
import random
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from hotline.telephony.ari import etc
from hotline.telephony.ari.client import Access
from hotline.telephony.ari.configuration import Configuration

SYSTEM = Path("/usr/sbin/asterisk")
LIBRARIES = ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib", "lib")


class NoAsterisk(Exception):
    """There is no Asterisk to start, or it did not start."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Asterisk's programme, modules and data lie; *tree* is None for the system's own."""

    tree: Path | None

    @property
    def root(self) -> Path:
        """Return the folder that paths of the packages begin at."""
        return self.tree or Path("/")

    @property
    def modules(self) -> Path:
        """Return the folder of the modules; Debian moved it once."""
        places = (self.root / "usr/lib/x86_64-linux-gnu", self.root / "usr/lib")
        found = [place / "asterisk/modules" for place in places]
        return next((folder for folder in found if folder.is_dir()), found[0])

    @property
    def data(self) -> Path:
        """Return the folder of the data that came with it."""
        return self.root / "usr/share/asterisk"

    def command(self, *arguments: str) -> list[str]:
        """Return the command that runs it: an unpacked tree by its own loader and libraries."""
        programme = self.root / "usr/sbin/asterisk"
        if not programme.exists():
            where = self.tree or "this system"
            raise NoAsterisk(f"no Asterisk in {where}: run scripts/get-asterisk")
        if self.tree is None:
            return [str(programme), *arguments]
        libraries = ":".join(str(self.tree / name) for name in LIBRARIES)
        loader = ["--library-path", libraries, str(programme)]
        return [str(self._loader(self.tree)), *loader, *arguments]

    @staticmethod
    def _loader(tree: Path) -> Path:
        loader = tree / "lib64/ld-linux-x86-64.so.2"
        return loader if loader.exists() else next(tree.glob("lib/x86_64-linux-gnu/ld-[0-9]*.so"))


class AsteriskServer:
    """A running Asterisk."""

    def __init__(self, installation: Installation, configuration: Configuration) -> None:
        self.installation, self.configuration = installation, configuration
        self.user, self.password = configuration.ari_user, configuration.ari_password
        self.sip_port = configuration.sip_port
        self.url = f"http://127.0.0.1:{configuration.ari_port}"
        self.access = Access(self.url, self.user, self.password)
        self.process: subprocess.Popen[bytes]

    def start(self, *, timeout_s: float = 30) -> None:
        """Start it, again too, and wait until it answers."""
        console = self.configuration.folder / "log" / "console.txt"
        command = self.installation.command("-C", str(self.configuration.main_file), "-f", "-n")
        with console.open("ab") as output:
            self.process = subprocess.Popen(
                # the kernel ends it with us, however we end
                ["setpriv", "--pdeathsig", "KILL", "--", *command, "-q"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        give_up_at = time.monotonic() + timeout_s
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                self.kill()
                raise NoAsterisk(f"Asterisk did not start, see {console}")
            time.sleep(0.02)

    def command(self, line: str) -> str:
        """Return what Asterisk's own command line says to *line*."""
        command = self.installation.command("-C", str(self.configuration.main_file), "-rx", line)
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def stop(self) -> None:
        """End it and every call."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it without letting it say a word to anybody."""
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        """Ask as ourselves: another Asterisk that took our port would refuse."""
        who = {"Authorization": self.access.authorization}
        line = http.client.HTTPConnection("127.0.0.1", self.configuration.ari_port, timeout=2)
        try:
            line.request("GET", "/ari/asterisk/info?only=status", headers=who)
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


def find() -> Installation:
    """Return the Asterisk to use: $ASTERISK_TREE, else the unpacked one, else the system's own."""
    if named := os.environ.get("ASTERISK_TREE"):
        return Installation(Path(named))
    unpacked = Path.home() / ".cache/hotline/asterisk/tree"
    return Installation(None if not unpacked.exists() and SYSTEM.exists() else unpacked)


def start(folder: Path, tree: Path | None = None, **options: object) -> AsteriskServer:
    """Start an Asterisk that writes beneath *folder*, on ports that nobody has.

    *options* are fields of its `Configuration`.
    """
    installation = Installation(tree) if tree else find()
    configuration = Configuration(
        folder=folder.absolute(),
        modules=installation.modules,
        data=installation.data,
        ari_password=secrets.token_urlsafe(24),
    )
    configuration = dataclasses.replace(configuration, **(_free_ports() | options))  # type: ignore[arg-type]
    installation.command()
    etc.write(configuration)
    server = AsteriskServer(installation, configuration)
    server.start()
    return server


def _free_ports() -> dict[str, object]:
    first = random.randrange(20000, 28000, 400)  # noqa: S311 no secret
    return {
        "ari_port": _free_port(socket.SOCK_STREAM),
        "sip_port": _free_port(socket.SOCK_DGRAM),
        "rtp_ports": (first, first + 399),
    }


def _free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

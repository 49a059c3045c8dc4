"""A real relay of sound for tests: coturn with the very file that `deploy/` has, but for the addresses and the secret.

Decides how it is started and ended. Who may use it is what the tests ask.
"""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.phones import PATIENCE_S

FILE = Path(__file__).parent.parent / "deploy" / "turnserver.conf"


@contextmanager
def relay(folder: Path, at: str, *, secret: str, to: str) -> Iterator[str]:
    """Run a relay at the address *at* that shares *secret* and leads to the address *to*; give the URL browsers know it by."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port(at)
    told = {
        "listening-ip": at,
        "listening-port": str(port),
        "relay-ip": at,
        "static-auth-secret": secret,
        "allowed-peer-ip": to,
    }
    text = FILE.read_text(encoding="utf-8")
    for name, value in told.items():
        text, found = re.subn(rf"(?m)^{name}=.*$", f"{name}={value}", text)
        assert found == 1, name
    (folder / "turnserver.conf").write_text(text, encoding="utf-8")
    # a test's switch is on this machine, which a relay in service must not lead to
    own = ["--no-tls", "--no-dtls", "--allow-loopback-peers", "--no-stdout-log", "--simple-log"]
    own += ["--log-file", str(folder / "log"), "--pidfile", str(folder / "pid")]
    own += ["--userdb", str(folder / "users")]
    process = subprocess.Popen(
        [
            "setpriv",
            "--pdeathsig",
            "KILL",
            "turnserver",
            "-c",
            str(folder / "turnserver.conf"),
            *own,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        _until_it_listens(process, (at, port))
        yield f"turn:{at}:{port}?transport=udp"
    finally:
        process.kill()
        process.wait()


def _free_port(at: str) -> int:
    with socket.socket() as asked:
        asked.bind((at, 0))
        return int(asked.getsockname()[1])


def _until_it_listens(process: subprocess.Popen[bytes], at: tuple[str, int]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while True:
        assert process.poll() is None, "the relay did not start"
        try:
            socket.create_connection(at, timeout=1).close()
        except OSError:
            assert time.monotonic() < give_up_at, "the relay does not listen"
            time.sleep(0.05)
        else:
            return

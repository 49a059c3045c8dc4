"""A whole running system on one machine: database, parts, address.

Decides the order of a start and what is checked first. Keeping the parts running is left to
`supervisor`, each part to `parts`.
"""

import contextlib
import fcntl
import logging.config
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

from hotline.site import database, heartbeats, lifeline, logs, parts, supervisor
from hotline.site.configuration import Configuration

READY_S = 60.0
HOTLINE = [sys.executable, "-m", "hotline.site.cli"]


class UnableToStart(Exception):
    """The system cannot be started; the text says why."""


def run(configuration: Configuration, *, asterisk: bool = False, prepare: list[str]) -> None:
    """Run the whole system until SIGTERM or Ctrl-C; `prepare` is the command that comes first."""
    logging.config.dictConfig(logs.settings())
    with _alone(configuration), lifeline.held(configuration.run_folder) as line:
        os.environ.update(line)
        _check_port(configuration)
        with database.running(configuration):
            said = _prepared(prepare)
            names = parts.names(configuration, asterisk=asterisk)
            with _until_told() as stop:
                threading.Thread(
                    target=_announce, args=(configuration, said, stop), daemon=True
                ).start()
                supervisor.supervise(
                    {name: [*HOTLINE, "part", name] for name in names},
                    configuration.run_folder,
                    stop,
                )


def choose_asterisk() -> None:
    """Set the environment for an Asterisk of our own: a free port, a password made once."""
    configuration = Configuration.from_env()
    password = configuration.data / "keys" / "asterisk"
    password.parent.mkdir(parents=True, exist_ok=True)
    password.parent.chmod(0o700)
    if not password.exists():
        password.touch(0o600)
        password.write_text(secrets.token_urlsafe(24))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ.update(
        HOTLINE_SWITCH="ari",
        ARI_URL=f"http://127.0.0.1:{port}",
        ARI_PASSWORD_FILE=str(password),
        HOTLINE_RECORDINGS=str(configuration.data / "asterisk" / "recordings"),
    )


@contextlib.contextmanager
def _alone(configuration: Configuration) -> Iterator[None]:
    configuration.run_folder.mkdir(parents=True, exist_ok=True)
    with (configuration.run_folder / "system.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnableToStart(
                f"A hotline runs in {configuration.data} already: stop it, or use another "
                "folder (make demo DATA=… PORT=…)."
            ) from None
        yield


def _check_port(configuration: Configuration) -> None:
    address = (configuration.host, configuration.port)
    family = socket.AF_INET6 if ":" in configuration.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as fault:
            raise UnableToStart(
                f"Port {configuration.port} of {configuration.host} cannot be used "
                f"({fault.strerror}): choose another with PORT=… or HOTLINE_PORT."
            ) from None


def _prepared(command: list[str]) -> str:
    """Run the command that must come first; return what it said."""
    done = subprocess.run([*HOTLINE, *command], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise UnableToStart(f"`hotline {' '.join(command)}` did not succeed.")
    return done.stdout


@contextlib.contextmanager
def _until_told() -> Iterator[threading.Event]:
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.signal(number, told) for number in signals]
    yield stop
    for number, handler in zip(signals, before, strict=True):
        signal.signal(number, handler)


def _announce(configuration: Configuration, said: str, stop: threading.Event) -> None:
    """Say that it is ready once it is, and after a minute which part is not yet."""
    host = "127.0.0.1" if configuration.host in ("0.0.0.0", "::") else configuration.host  # noqa: S104 (compared, not bound)
    host = f"[{host}]" if ":" in host else host
    address = f"http://{host}:{configuration.port}"
    complain_at = time.monotonic() + READY_S
    while not stop.wait(0.2):
        told = _unwell_parts(configuration) or _unwell(f"{address}/healthz")
        if not told:
            sys.stdout.write(f"\n{said}\nhotline is ready: {address}  (Ctrl-C stops it)\n\n")
            sys.stdout.flush()
            return
        if time.monotonic() > complain_at:
            complain_at = float("inf")
            sys.stderr.write(f"hotline: not ready after {READY_S:.0f} s: {told}.\n")


def _unwell_parts(configuration: Configuration) -> str:
    """Say which parts are not up yet; nothing when all are."""
    found = heartbeats.states(configuration.run_folder)
    unwell = [f"{name} is {part.state}" for name, part in found.items() if part.state != "up"]
    return ", ".join(unwell) if found else "no part has started"


def _unwell(health: str) -> str:
    """Say what the front door answers; nothing when all is well."""
    try:
        with urllib.request.urlopen(health, timeout=5):  # noqa: S310 (our own address)
            return ""
    except urllib.error.HTTPError as answer:
        return f"/healthz answers {answer.code}"
    except OSError as fault:
        return f"the front door does not answer ({fault})"

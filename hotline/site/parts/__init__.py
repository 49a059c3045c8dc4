"""The parts: which processes make up a running system, and how each is started.

Every module here runs one part until it is told to stop (SIGTERM). Which parts are kept running,
and what happens when one ends, is left to `supervisor`.
"""

import gc
import hashlib
import importlib
import logging.config
import os
import resource
import tempfile
from importlib.util import find_spec
from pathlib import Path

from hotline.site import logs
from hotline.site.configuration import Configuration

MODULES = ("asterisk", "switchboard", "worker", "live", "web", "door")
LONGEST_SOCKET = 107  # bytes that Linux leaves for a socket's name


def names(configuration: Configuration, *, asterisk: bool = False) -> list[str]:
    """Name every part of this installation, in the order of their start."""
    return [
        *(["asterisk"] if asterisk else []),
        *(["switchboard"] if find_spec("hotline.calls.switchboard") else []),
        "worker",
        "live",
        *(f"web-{number}" for number in range(1, configuration.web_workers + 1)),
        "door",
    ]


def run(name: str, configuration: Configuration) -> None:
    """Be one part, until SIGTERM."""
    kind = name.partition("-")[0]
    if kind not in MODULES:
        raise ValueError(f"There is no part {name!r}; there are: {', '.join(MODULES)}.")
    configuration.run_folder.mkdir(parents=True, exist_ok=True)
    _allow_many_sockets()
    os.environ[logs.PART] = name
    logging.config.dictConfig(logs.settings())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
    importlib.import_module(f"hotline.site.parts.{kind}").run(name, configuration)


ROUND_AFTER = 20_000
"""After how many new objects the garbage collector looks for rings: a page makes thousands, of which none is left."""


def settle_down() -> None:
    """Take what is loaded by now out of the garbage collector's rounds: it stays, and each round would stop the part for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ROUND_AFTER, 20, 20)


def _allow_many_sockets() -> None:
    """Take as many open files as the machine grants: every open desk is a socket, at the door two."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def socket(name: str, configuration: Configuration) -> Path:
    """Name the socket a part listens on behind the door."""
    near = configuration.run_folder / f"{name}.socket"
    if len(os.fsencode(near)) <= LONGEST_SOCKET:
        return near
    digest = hashlib.sha256(os.fsencode(configuration.data)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"hotline-run-{os.geteuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else.")
    return folder / near.name

"""The pages: one WSGI process with one thread, behind a socket of its own.

One process a socket, rather than several behind one: the door sees which is free.
"""

import os

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from hotline.site import heartbeats, lifeline, logs, parts
from hotline.site.configuration import Configuration


def run(name: str, configuration: Configuration) -> None:
    """Serve pages until SIGTERM."""
    socket = parts.socket(name, configuration)
    socket.unlink(missing_ok=True)
    Server(
        "hotline.site.parts.web:load",
        factory=True,
        uds=socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def load() -> object:
    """Load the pages in the process that granian starts for them."""
    lifeline.follow()
    configuration = Configuration.from_env()
    (configuration.data / "static").mkdir(exist_ok=True)  # WhiteNoise looks here first
    configuration.metrics_token()  # made by now, so that a monitor can be given it
    from hotline.site import requests
    from hotline.site.wsgi import application

    parts.settle_down()

    name = os.environ[logs.PART]
    requests.keep_written(configuration.run_folder, name)
    heartbeats.beat_in_background(configuration.run_folder, name)
    return application

"""The switchboard as a process: it leads every call, on the switch that is configured."""

import signal
import threading

import django

from hotline.site import heartbeats
from hotline.site.configuration import Configuration


def run(name: str, configuration: Configuration) -> None:
    """Lead the calls until SIGTERM."""
    django.setup()
    from hotline.calls import switchboard

    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    heartbeats.beat_in_background(configuration.run_folder, name)
    switchboard.run(stop)
    if not stop.is_set():
        raise RuntimeError("The switchboard ended by itself.")

"""An Asterisk of our own as a part, for a demonstration on a real switch."""

import os
import signal
import threading
from pathlib import Path
from urllib.parse import urlsplit

from hotline.site import heartbeats, lifeline
from hotline.site.configuration import Configuration
from hotline.telephony.ari import server as asterisk


def run(name: str, configuration: Configuration) -> None:
    """Keep Asterisk running until SIGTERM."""
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    tree = os.environ.get("ASTERISK_TREE")
    server = asterisk.start(
        configuration.data / "asterisk",
        Path(tree) if tree else None,
        ari_port=urlsplit(configuration.ari_url).port,
        ari_user=configuration.ari_user,
        ari_password=configuration.ari_password(),
        handsets=configuration.demo,
    )
    lifeline.before_the_end(server.process.kill)
    try:
        while not stop.wait(heartbeats.BEAT_S):
            if server.process.poll() is not None:
                raise SystemExit("Asterisk ended by itself.")
            heartbeats.beat(configuration.run_folder, name)
    finally:
        server.stop()

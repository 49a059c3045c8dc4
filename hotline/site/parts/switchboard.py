"""The switchboard as a process: it leads every call, on the switch that is configured."""

import asyncio
import signal
import sys

import django
import uvloop

from hotline.site import heartbeats, parts
from hotline.site.configuration import Configuration

TURN_S = 0.0005
"""How long the loop keeps the interpreter from the database's thread, and the thread from the loop: Python's own five
milliseconds would be half of the time in which a telephone begins to ring.
"""


def run(name: str, configuration: Configuration) -> None:
    """Lead the calls until SIGTERM."""
    sys.setswitchinterval(TURN_S)
    django.setup()
    uvloop.run(_run(name, configuration))


async def _run(name: str, configuration: Configuration) -> None:
    from hotline.calls import switchboard

    parts.settle_down()

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, stop.set)
    beating = loop.create_task(heartbeats.keep_beating(configuration.run_folder, name))
    folder = configuration.run_folder
    heartbeats.note_switch(folder, "looking")

    def note(is_there: bool) -> None:
        heartbeats.note_switch(folder, "there" if is_there else "lost")

    await switchboard.run(stop, note=note)
    beating.cancel()
    if not stop.is_set():
        raise RuntimeError("The switchboard ended by itself.")

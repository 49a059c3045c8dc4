"""The front door as a process."""

import asyncio
import signal

import uvloop

from hotline.site import heartbeats, parts
from hotline.site.configuration import Configuration
from hotline.site.door.server import Door
from hotline.site.door.upstream import Part, Process

LIVE = frozenset([b"/live", b"/ws"])


def run(name: str, configuration: Configuration) -> None:
    """Open the one address until SIGTERM."""
    uvloop.run(_run(name, configuration))


async def _run(name: str, configuration: Configuration) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, stop.set)
    live = Process(parts.socket("live", configuration))
    web = [f"web-{number}" for number in range(1, configuration.web_workers + 1)]
    door = Door(
        [
            Part([live], paths=LIVE),
            Part([Process(parts.socket(one, configuration)) for one in web]),
        ],
        trusted=configuration.trusted_proxies,
    )
    async with door.open(configuration.host, configuration.port):
        beating = loop.create_task(heartbeats.keep_beating(configuration.run_folder, name))
        await stop.wait()
        beating.cancel()

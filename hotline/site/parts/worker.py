"""The worker as a process: jobs that leave the house, and what follows from entries and clocks.

If any of its loops ends on its own, the process ends, and is started anew with all. Letters have a loop to
themselves, and so have webhooks: servers of mail and other people's programmes may hang, and a plumber must still get his offer.
"""

import asyncio
import os
import signal
import threading

import django
import uvloop

from hotline.site import heartbeats
from hotline.site.configuration import Configuration

GIVES_WAY = 5
"""How much nicer it is than the pages: on a full machine whoever waits at a desk goes first; it still gets a quarter."""


def run(name: str, configuration: Configuration) -> None:
    """Work until SIGTERM."""
    os.nice(GIVES_WAY)
    django.setup()
    uvloop.run(_run(name, configuration))


async def _run(name: str, configuration: Configuration) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from hotline.site import jobs as house
    from hotline.site import worker

    loop = asyncio.get_running_loop()
    stop = threading.Event()
    stopping = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, stopping.set)
    beating = loop.create_task(heartbeats.keep_beating(configuration.run_folder, name))
    following = loop.create_task(asyncio.to_thread(worker.run, stop))
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    jobs_app = app.with_connector(connector.get_worker_connector())
    async with jobs_app.open_async():
        jobs = [
            loop.create_task(
                jobs_app.run_worker_async(
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=5,
                    name=name,
                    queues=list(queues),
                    concurrency=at_once,
                    update_heartbeat_interval=house.BEAT_S,
                    worker_middleware=[worker.under_its_click],
                )
            )
            for queues, at_once in house.LOOPS
        ]
        waiting = loop.create_task(stopping.wait())
        await asyncio.wait({waiting, following, *jobs}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        for one in jobs:
            one.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        await following
    beating.cancel()
    if not stopping.is_set():
        raise RuntimeError("A loop of the worker ended by itself.")

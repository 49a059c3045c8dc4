"""The live stream as a process: the raw ASGI application under uvicorn."""

import uvicorn

from hotline.site import heartbeats, parts
from hotline.site.configuration import Configuration


def run(name: str, configuration: Configuration) -> None:
    """Serve the stream until SIGTERM."""
    import asyncio

    import django
    import uvloop

    django.setup()
    from hotline.site import wires
    from hotline.site.live import application

    parts.settle_down()

    socket = parts.socket(name, configuration)
    socket.unlink(missing_ok=True)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            uds=str(socket),
            log_level="warning",
            access_log=False,
            timeout_keep_alive=30,
            ws="websockets-sansio",
            ws_max_size=wires.LARGEST,
            ws_per_message_deflate=False,
            ws_ping_interval=20,
            ws_ping_timeout=20,
            timeout_graceful_shutdown=1,
        )
    )

    async def serve() -> None:
        beating = asyncio.create_task(heartbeats.keep_beating(configuration.run_folder, name))
        await server.serve()
        beating.cancel()

    uvloop.run(serve())

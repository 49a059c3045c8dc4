"""One of the house's ASGI applications, served on a socket as it runs in service."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import uvicorn


@contextlib.asynccontextmanager
async def served(application: Any, socket: Path, **more: Any) -> AsyncIterator[None]:
    """Serve an application until the block ends; *more* is uvicorn's."""
    config = uvicorn.Config(application, uds=str(socket), log_level="error", lifespan="off", **more)
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield
    server.should_exit = server.force_exit = True
    await serving

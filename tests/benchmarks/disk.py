"""How long the disk under the database takes to keep a page, in the moment in which somebody asks."""

from __future__ import annotations

import asyncio
import itertools
import os
import time

from . import stage

PAGE, PAGES = bytes(8192), 2000
"""As the database's log has them: a file that is there already, written over page by page."""


class Disk:
    """A file beside the database's."""

    def __init__(self) -> None:
        self._file = (stage.data_folder() / "pages").open("w+b", buffering=0)
        self._file.write(PAGE * PAGES)
        os.fsync(self._file)
        self._places = itertools.cycle(range(0, PAGES * len(PAGE), len(PAGE)))

    async def keeps_ms(self) -> float:
        """Return how long it took until one page was safe."""
        place, start = next(self._places), time.perf_counter()
        await asyncio.to_thread(self._keep, place)
        return (time.perf_counter() - start) * 1000

    def _keep(self, place: int) -> None:
        os.pwrite(self._file.fileno(), PAGE, place)
        os.fdatasync(self._file)

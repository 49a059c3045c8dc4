"""Every answered page: counted for whoever watches the figures, and one line in the log.

Each web part keeps its own counts and writes them beside its heartbeat, so that whichever part is asked can tell
those of all. They begin anew with the part, as every monitor expects of a counter.
"""

from __future__ import annotations

import bisect
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

from . import logs

log = logging.getLogger("hotline.requests")
Handler = Callable[[HttpRequest], HttpResponse]

LIMITS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
EVERY_S = 2.0
SUFFIX = ".requests"


@dataclass
class Tally:
    """The answers of one view in one class of status: how many, how long in all, how many within each limit."""

    count: int = 0
    seconds: float = 0.0
    within: list[int] = field(default_factory=lambda: [0] * (len(LIMITS_S) + 1))

    def add(self, seconds: float) -> None:
        """Count one answer."""
        self.count += 1
        self.seconds += seconds
        self.within[bisect.bisect_left(LIMITS_S, seconds)] += 1


tallies: dict[tuple[str, str], Tally] = {}
"""This process's counts by view and class of status."""


def watched(get_response: Handler) -> Handler:
    """Count each answer and write its line."""

    def handle(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        _answered(request, response.status_code, time.perf_counter() - began)
        return response

    return handle


def keep_written(folder: Path, part: str) -> None:
    """Write this process's counts down as long as it lives."""

    def keep_on() -> None:
        while True:
            write(folder, part)
            time.sleep(EVERY_S)

    threading.Thread(target=keep_on, name="tallies", daemon=True).start()


def write(folder: Path, part: str) -> None:
    """Write this process's counts where the others find them."""
    told = [[*key, one.count, one.seconds, one.within] for key, one in list(tallies.items())]
    path = folder / f"{part}{SUFFIX}"
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_text(json.dumps(told))
    draft.replace(path)


def read(folder: Path) -> dict[str, dict[tuple[str, str], Tally]]:
    """Return the counts of every part that writes them."""
    return {path.name.removesuffix(SUFFIX): _read(path) for path in folder.glob(f"*{SUFFIX}")}


def _read(path: Path) -> dict[tuple[str, str], Tally]:
    try:
        told: list[Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {(view, status): Tally(*rest) for view, status, *rest in told}


def _answered(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name or match.route) if match else "-"
    tallies.setdefault((view, f"{status // 100}xx"), Tally()).add(seconds)
    level = logging.WARNING if status >= 500 else logging.INFO
    if log.isEnabledFor(level):
        said = {
            "view": view,
            "method": request.method,
            "status": status,
            "ms": round(1000 * seconds, 1),
            "person": getattr(getattr(request, "user", None), "pk", None),
        }
        log.log(level, "%s %s %s", status, request.method, logs.route_of(request), extra=said)

"""How long a receiver is waited for, when a message that was not taken is tried again, and when that ends.

Decides the times of every channel. A link in a short message is stale after half an hour; mail and programmes are given
a day, because servers are away for a night.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

ANSWER_S = 10.0
"""As long as each answer may take."""
WHOLE_S = 30.0
"""As long as everything may take together: a receiver that answers a letter at a time holds nobody up."""
TRIED = {"sms": timedelta(minutes=30), "mail": timedelta(days=1), "hook": timedelta(days=1)}
"""For how long a message is tried, by its channel."""
LONGEST_S = 3600


def wait_s(tries: int) -> int:
    """Return how many seconds after so many tries the next comes: soon at first, then ever later, an hour at most."""
    return LONGEST_S if tries > 10 else min(1 << (tries + 1), LONGEST_S)


@dataclass
class Line:
    """The connection that a try by HTTP goes by, as far as it has come."""

    held: socket.socket | None = field(default=None)

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Keep the socket: the bare one first, then the one under TLS."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self.held = info["return_value"].get_extra_info("socket")


@contextmanager
def cut_off(after_s: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Hang up on a receiver, wherever the talk stands, when the whole of it takes longer than that."""

    def hang_up() -> None:
        held = line()
        if held is not None:
            with suppress(
                OSError
            ):  # below TLS: whoever reads there is woken, whatever he waits for
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    timer = threading.Timer(after_s, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

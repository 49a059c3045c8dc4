"""A gateway of short messages as docs/howto/send-messages.md asks for it, with the ways in which one fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "between the line and its gateway"


@dataclass
class Service:
    """What it was told and sent, and how it answers next: "take" when nothing else is said."""

    address: str = ""
    next: list[str] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    """What really went out, by its key."""
    let_go: threading.Event = field(default_factory=threading.Event)

    def take(self, given: dict[str, str]) -> int:
        """Take a message once under its key."""
        status = 200 if given["id"] in self.sent else 202
        self.sent[given["id"]] = given
        return status


@contextmanager
def served() -> Iterator[Service]:
    """Run a gateway."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.told.append(given)
            way = service.next.pop(0) if service.next else "take"
            known = self.headers["Authorization"] == f"Bearer {TOKEN}"
            alike = self.headers["Idempotency-Key"] == given["id"]
            if not (known and alike) or way == "refuse":
                self.answer(503 if known else 401)
            elif way == "send away":
                self.answer(302, Location=f"{service.address}elsewhere")
            elif way == "drip":
                self.drip()
            else:
                status = service.take(given)
                if way == "delay":
                    service.let_go.wait(60)
                if way != "lose":
                    self.answer(status)

        def answer(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def drip(self) -> None:
            """Answer a letter at a time, each in time."""
            with suppress(OSError):
                while not service.let_go.wait(0.2):
                    self.wfile.write(b"H")

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}/send/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()

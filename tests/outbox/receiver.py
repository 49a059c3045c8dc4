"""Somebody's programme that is told by webhook, with the ways in which one fails. It believes only what is signed."""

from __future__ import annotations

import base64
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STALE_S = 300


@dataclass
class Receiver:
    """What it was told and believed, and how it answers next: "take" when nothing else is said."""

    address: str = ""
    secret: str = ""
    next: list[str] = field(default_factory=list)
    tries: list[dict[str, str]] = field(default_factory=list)
    """The headers of every try."""
    bodies: list[bytes] = field(default_factory=list)
    had: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What it believed, by its id."""
    sent_elsewhere: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    def believes(self, headers: dict[str, str], body: bytes) -> bool:
        """Check the signature as docs/howto/send-messages.md says."""
        key, at = headers["webhook-id"], headers["webhook-timestamp"]
        raw = base64.b64decode(self.secret.removeprefix("whsec_"))
        mark = base64.b64encode(
            hmac.new(raw, f"{key}.{at}.".encode() + body, "sha256").digest()
        ).decode()
        right = hmac.compare_digest(f"v1,{mark}", headers["webhook-signature"])
        return right and abs(time.time() - int(at)) < STALE_S


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        receiver = self.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver.tries.append(headers)
        receiver.bodies.append(body)
        if self.path.endswith("/elsewhere"):
            receiver.sent_elsewhere += 1
        way = receiver.next.pop(0) if receiver.next else "take"
        if not receiver.believes(headers, body):
            self.answer(401)
        elif way.isdigit():
            self.answer(int(way), Location=f"{receiver.address}/elsewhere")
        elif way == "drip":
            self.drip()
        else:
            self.take(headers["webhook-id"], body, way)

    def take(self, key: str, body: bytes, way: str) -> None:
        again = key in self.receiver.had
        self.receiver.had.setdefault(key, json.loads(body))
        if way == "delay":
            self.receiver.let_go.wait(60)
        if way == "flood":
            self.flood()
        elif way != "lose":
            self.answer(409 if again else 200)

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drip(self) -> None:
        """Answer a letter at a time, each in time."""
        with suppress(OSError):
            while not self.receiver.let_go.wait(0.2):
                self.wfile.write(b"H")

    def flood(self) -> None:
        """Answer without an end."""
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while not self.receiver.let_go.is_set():
                self.wfile.write(b"x" * 65536)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver()

    class Handler(_Handler):
        pass

    Handler.receiver = receiver
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    host = "https://localhost" if tls else "http://127.0.0.1"
    receiver.address = f"{host}:{server.server_port}/told"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()

"""A line between a browser and the town that can be cut, and that can lose the answer to what was sent.

Decides what becomes of a request on its way. What is asked over it, and what must come of that, is the tests' matter.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ALONG = ("connection", "transfer-encoding", "keep-alive", "content-length")
"""Headers that belong to one stretch of the way."""


class BadLine:
    """What the line does now: it is whole, cut, or deaf to what comes back; and what was sent over it meanwhile."""

    def __init__(self, to: str) -> None:
        self.to = urlsplit(to)
        self.does = "whole"
        self.sent: list[str] = []
        """The acts that reached the town."""
        self.address = ""

    def cut(self) -> None:
        """Let nothing through."""
        self.does = "cut"

    def lose_answers(self) -> None:
        """Let acts through, and bring no answer back."""
        self.does = "deaf"

    def mend(self) -> None:
        """Let everything through."""
        self.does = "whole"


@contextmanager
def bad_line(to: str) -> Iterator[BadLine]:
    """Lay a line to an address; it is whole at first."""
    line = BadLine(to)

    class Handler(BaseHTTPRequestHandler):
        """Takes one request along the line."""

        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            """Bring it there and its answer back, as far as the line does."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.close_connection = True
            if line.does == "cut":
                return
            there = http.client.HTTPConnection(line.to.hostname or "", line.to.port, timeout=60)
            there.request(self.command, self.path, body, dict(self.headers.items()))
            answer = there.getresponse()
            said = answer.read()
            if self.command == "POST":
                line.sent.append(self.path)
                if line.does != "whole":
                    return
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ALONG:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_HEAD = do_PUT = do_GET

    class Quiet(ThreadingHTTPServer):
        """Says nothing of a browser that hangs up."""

        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """Stay quiet."""

    server = Quiet(("127.0.0.1", 0), Handler)
    line.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield line
    server.shutdown()
    server.server_close()

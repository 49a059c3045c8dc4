"""A small real server for a real browser: the kit's views, static files, streams and faults."""

from __future__ import annotations

import json
import mimetypes
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory

from hotline.ui import urls

STATIC = Path(urls.__file__).parent / "static"
VIEWS = {f"/ui/{pattern.pattern}": pattern.callback for pattern in urls.urlpatterns}


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """Read a multipart form's plain fields."""
        mark = self.headers["Content-Type"].split("boundary=")[1].encode()
        found = {}
        for part in self.body.split(b"--" + mark)[1:-1]:
            head, value = part[2:-2].split(b"\r\n\r\n", 1)
            found[head.split(b'name="')[1].split(b'"')[0].decode()] = value.decode()
        return found


Answer = tuple[int, str | bytes, dict[str, str]]


def until(true: Callable[[], object], patience_s: float = 8.0) -> None:
    """Wait until something holds; fail when it never does."""
    end = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


@dataclass
class World:
    """What the server answers, and what it was asked."""

    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Callable[[Asked], Answer | None]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    streams: list[queue.Queue[bytes | None]] = field(default_factory=list)
    signed_in: bool = True
    reachable: bool = True
    opened: Counter[str] = field(default_factory=Counter)
    base: str = ""
    reader: str = ""

    def page(self, path: str, body: str) -> str:
        """Put a page, written with the macros, at *path*."""
        self.pages[path] = (
            '{% extends "ui/page.html" %}{% import "ui/all.html" as ui %}'
            "{% block title %}page{% endblock %}{% block body %}" + body + "{% endblock %}"
        )
        return self.base + path

    def tell(self, about: str) -> None:
        """Send a piece of news to every open stream."""
        line = f"data: {json.dumps({'about': about, 'act': 'changed'})}\n\n".encode()
        for stream in self.streams:
            stream.put(line)

    def cut(self) -> None:
        """Break every open stream."""
        for stream in self.streams:
            stream.put(None)

    def requests(self, path: str, method: str = "") -> list[Asked]:
        """Return what was asked of one address."""
        return [a for a in self.asked if a.path == path and method in ("", a.method)]


class Handler(BaseHTTPRequestHandler):
    """Answers from the world it belongs to."""

    protocol_version = "HTTP/1.1"
    world: World

    def handle_any(self) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            self.command,
            address.path,
            parse_qs(address.query),
            dict(self.headers),
            self.rfile.read(length),
        )
        if address.path.startswith("/static/"):
            return self.send_file(STATIC / address.path.removeprefix("/static/"))
        self.world.asked.append(asked)
        if not self.world.reachable:
            return self.hang_up()
        if address.path == "/live":
            return self.stream()
        if address.path == "/live/ticket":
            status = 200 if self.world.signed_in else 401
            return self.reply(
                status, json.dumps({"ticket": "t"}), {"Content-Type": "application/json"}
            )
        if address.path in self.world.answers:
            answer = self.world.answers[address.path](asked)
            if answer is None:  # the act was done and the answer got lost on its way
                return self.hang_up()
            return self.reply(*answer)
        if address.path in self.world.pages:
            return self.reply(
                200, self.world_page(address.path), {"Content-Type": "text/html; charset=utf-8"}
            )
        if address.path in VIEWS:
            return self.view(asked)
        return self.reply(404, "", {})

    do_GET = do_POST = do_PUT = handle_any

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def world_page(self, path: str) -> str:
        person = {"is_authenticated": True, "pk": self.world.reader}
        jinja: Any = engines["jinja2"]
        return str(jinja.from_string(self.world.pages[path]).render({"person": person}))

    def view(self, asked: Asked) -> None:
        request = RequestFactory().generic(asked.method, self.path, asked.body)
        response: HttpResponse = VIEWS[asked.path](request)
        self.reply(response.status_code, response.content.decode(), dict(response.items()))

    def send_file(self, path: Path) -> None:
        if not path.is_file():
            return self.reply(404, "", {})
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return self.reply(
            200, path.read_text(encoding="utf-8"), {"Content-Type": f"{kind}; charset=utf-8"}
        )

    def reply(self, status: int, text: str | bytes, headers: dict[str, str]) -> None:
        body = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self) -> None:
        mine: queue.Queue[bytes | None] = queue.Queue()
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b": hello\n\n")
        self.wfile.flush()
        self.world.streams.append(mine)
        self.world.opened["streams"] += 1
        try:
            while (line := mine.get()) is not None:
                self.wfile.write(line)
                self.wfile.flush()
        except OSError:
            pass
        finally:
            self.world.streams.remove(mine)

    def log_message(self, *_args: object) -> None:
        """Stay quiet."""


@contextmanager
def serving() -> Iterator[World]:
    """Serve a world of its own on a free port."""
    world = World()
    handler = type("Bound", (Handler,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    world.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        world.cut()
        server.shutdown()
        server.server_close()

"""A town served to real browsers, and one of its people signed in in one of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import Browser, Page

from tests.desks.conftest import BACKEND

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

    from hotline.people.models import Person
    from tests.town import Town

PATIENCE_MS = 120_000


class Server(ThreadingMixIn, WSGIServer):
    """Serves the pages to a browser that asks for several things at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of what is asked."""

    def log_message(self, *_args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def served(committed: str) -> Iterator[tuple[str, Town]]:
    """Serve the town's pages from a database of this test's own."""
    from django.db import connections

    from hotline.site.wsgi import application
    from tests import town

    def handled(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start)
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, handled, Server, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", town.build()
    server.shutdown()
    server.server_close()


@contextmanager
def signed_in(
    chromium: Browser, base: str, person: Person, *, width: int = 1280, height: int = 900
) -> Iterator[Page]:
    """Open a browser in which somebody is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend=BACKEND)
    context = chromium.new_context(
        base_url=base, viewport={"width": width, "height": height}, locale="zh-CN"
    )
    cookie = client.cookies["hotline"].value
    context.add_cookies([{"name": "hotline", "value": cookie, "url": base}])
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()

"""A real browser whose every request is answered by Django in this process: no server, no commit, one transaction.

What pages do with a live stream is tried elsewhere; here the stream stays silent.
"""

from __future__ import annotations

import mimetypes
from contextvars import copy_context
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, Route

ADDRESS = "http://testserver"


@cache
def _static(path: str) -> tuple[bytes, str]:
    found = finders.find(path)
    assert isinstance(found, str), f"no such file: {path}"
    with open(found, "rb") as file:  # noqa: PTH123
        return file.read(), mimetypes.guess_type(path)[0] or "application/octet-stream"


class Desk:
    """A browser's page and whoever sits before it."""

    def __init__(self, page: Page) -> None:
        self.page, self.client = page, Client()
        self.answers: dict[str, Any] = {}
        """Addresses → what is answered there without asking Django."""
        # The browser's answers are given in a context of its own, where Django would open another connection.
        self._here = copy_context()
        page.context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        asked, address = route.request, urlsplit(route.request.url)
        if address.path.startswith("/static/"):
            body, kind = _static(address.path.removeprefix("/static/"))
            route.fulfill(body=body, content_type=kind)
        elif address.path.startswith("/live"):
            route.abort()
        elif address.path in self.answers:
            route.fulfill(**_written(self.answers[address.path]))
        else:
            route.fulfill(**self._here.run(_asked, self.client, asked.method, asked))


def _asked(client: Client, method: str, asked: Any) -> dict[str, Any]:
    address = urlsplit(asked.url)
    kept = ("x-requested-with", "x-background", "accept", "referer")
    with transaction.atomic():
        response = client.generic(
            method,
            address.path + (f"?{address.query}" if address.query else ""),
            asked.post_data_buffer or b"",
            content_type=asked.headers.get("content-type", ""),
            headers={name: value for name, value in asked.headers.items() if name in kept},
        )
        transaction.set_rollback(True)
    return _written(response)


def _written(response: Any) -> dict[str, Any]:
    body = b"".join(response) if response.streaming else response.content
    return {"status": response.status_code, "headers": dict(response.items()), "body": body}

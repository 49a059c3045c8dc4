"""An installation in service, as the tests want it: who must have a second factor, and a server for real browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from hotline import clock
from hotline.people.factors import codes
from tests.people.staff import type_in
from tests.ui.conftest import CHROMIUM, QUIET

STRICT = frozenset({"admin", "auditor", "leader"})


def in_service(patch: pytest.MonkeyPatch, **more: Any) -> None:
    """Let the installation be one in service."""
    given: dict[str, Any] = {"demo": False, "second_factor": STRICT} | more
    patch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, **given))


def code_of(secret: str, *, steps: int = 0) -> str:
    """Return what an app shows, now or some steps from now."""
    step = int(clock.now().timestamp()) // codes.STEP_S + steps
    return str(format_hotp_value(hotp_value(secret, step)))


def secret_of(client: Client) -> str:
    """Return the secret that the page shows to this browser."""
    return str(client.session["mfa.totp.secret"])


def set_up(username: str) -> tuple[Client, str, list[str]]:
    """Let somebody sign in for the first time and set up an app; return browser, secret, recovery codes."""
    client = Client()
    assert type_in(client, username)["Location"] == "/sign-in/factor/set-up/"
    client.get("/sign-in/factor/set-up/")
    secret = secret_of(client)
    page = client.post("/sign-in/factor/set-up/", {"code": code_of(secret)})
    assert page.status_code == 200, page.content.decode()
    return client, secret, paper_on(page.content.decode())


def paper_on(page: str) -> list[str]:
    """Return the recovery codes that a page shows."""
    shown = page.partition('<ol class="codes">')[2].partition("</ol>")[0]
    return [part.partition("</li>")[0] for part in shown.split("<li>")[1:]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Have a real browser for one module: its loop must be gone before other modules start their own."""
    if not Path(CHROMIUM).exists():
        pytest.fail("no Chromium: `make test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the pages to real browsers; gives the address, by the one name under which passkeys work without TLS."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

"""The stage: a database of its own, the real system started on it, signed-in clients on keep-alive connections."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from hotline.people.models import Person
from hotline.people.sessions import SessionStore
from hotline.site import database

HOUSE = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def connect() -> psycopg.Connection[tuple[object, ...]]:
    """Connect as the application does, bare."""
    return psycopg.connect(
        database.runtime_conninfo(settings.CONFIGURATION), autocommit=True, prepare_threshold=3
    )


def owner() -> psycopg.Connection[tuple[object, ...]]:
    """Connect as whoever owns the tables."""
    return psycopg.connect(database.owner_url(settings.CONFIGURATION), autocommit=True)


@contextmanager
def served(**more: str) -> Iterator[int]:
    """Run the whole system, with the floor of `addresses` in it; gives the port of its one address."""
    port = free_port()
    log = (settings.CONFIGURATION.data / "serve.log").open("ab")
    ours = {
        "HOTLINE_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.with_floor",
        "PYTHONPATH": str(HOUSE),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "hotline.site.cli", "serve"],
        env=os.environ | ours | more,
        stdout=log,
        stderr=log,
    )
    try:
        until_up(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until every part is up; a system that ends or takes minutes is a fault."""
    for _ in range(3000):
        if process.poll() is not None:
            raise RuntimeError("the system did not start: see serve.log")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if json.load(answer)["state"] == "up":
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the system did not come up: see serve.log")


class Client:
    """A signed-in browser without a screen, on one connection."""

    def __init__(self, port: int, person: Person) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        self._token = "b" * 32
        self._cookie = (
            f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={self._token}"
        )
        self._connection = HTTPConnection("127.0.0.1", port)

    def get(self, path: str) -> str:
        """Fetch a page; anything but 200 is a fault of the benchmark."""
        return self._ask("GET", path, None, {}, (200,))

    def follow(self, path: str) -> None:
        """Fetch a page that may send elsewhere; what is there is a figure of its own."""
        self._ask("GET", path, None, {}, (200, 302))

    def post(self, path: str, body: str) -> str:
        """Post a form as the page's own script does."""
        more = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self._token,
            "X-Requested-With": "step-form",
        }
        return self._ask("POST", path, body, more, (200, 204, 302))

    def _ask(
        self, method: str, path: str, body: str | None, more: dict[str, str], good: tuple[int, ...]
    ) -> str:
        self._connection.request(method, path, body, {"Cookie": self._cookie} | more)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status not in good:
            said = re.sub(r"<[^>]+>|\s+", " ", text)[:400]
            raise RuntimeError(f"{method} {path} gave {answer.status}: {said}")
        return text


def data_folder() -> Path:
    """Return the folder of this installation."""
    return Path(settings.CONFIGURATION.data)

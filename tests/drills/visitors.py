"""Somebody at a browser without a screen: signs in, presses buttons, presses again when no answer came."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = "b" * 32
PATIENCE_S = (
    240.0  # both pages may pause half a minute after many kills, on a machine with much else to do
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]


class Gone(Exception):
    """No answer, or one that says that a part is away: nobody knows whether it was done."""


class Visitor:
    """One browser; every press carries a key, so that pressing again does nothing twice."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""
        self._connection: HTTPConnection | None = None

    def sign_in(self, username: str, password: str) -> None:
        """Come in by the door."""
        self._enter(username, "/sign-in/", {"login": username, "password": password})

    def sign_in_as(self, username: str) -> None:
        """Be one of the sample town's people."""
        self._enter(username, "/sign-in/as/", {"username": username})

    def _enter(self, username: str, path: str, form: dict[str, object]) -> None:
        answer = self.ask("POST", path, form)
        cookies = [one for one in answer.headers["set-cookie"].split("\n") if "hotline=" in one]
        assert cookies, f"{username} was not let in: {answer.status} {answer.text[:300]}"
        self.cookie = cookies[-1].partition(";")[0]

    def ask(
        self, method: str, path: str, form: dict[str, object] | None = None, *, script: bool = False
    ) -> Answer:
        """Ask once; raises `Gone` when nobody knows what became of it."""
        headers = {
            "Cookie": f"csrftoken={TOKEN}; {self.cookie}",
            "X-CSRFToken": TOKEN,
            **({"X-Requested-With": "step-form"} if script else {}),
            **({"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}),
        }
        try:
            if self._connection is None:
                self._connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
            body = urlencode({"key": uuid4()} | form) if form is not None else None
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException) as fault:
            self.leave()
            raise Gone(repr(fault)) from fault
        if answer.status >= 500:
            raise Gone(f"{answer.status} {text[:200]}")
        fields: dict[str, str] = {}
        for name, value in answer.getheaders():
            known = fields.get(name.lower())
            fields[name.lower()] = f"{known}\n{value}" if known else value
        return Answer(answer.status, text, fields)

    def press(self, path: str, **form: object) -> Answer:
        """Press a button until it is answered: the same key each time."""
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self.ask("POST", path, form, script=True)
            except Gone:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.2)

    def leave(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

"""People at work during a drill: four operators who write cases and walk them, and an open desk that listens."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

import psycopg

from tests.drills.installation import Cast, Installation
from tests.drills.visitors import Gone, Visitor

PROVIDER = "家家乐"


@dataclass
class Ledger:
    """What the system has acknowledged: each must be found once, afterwards."""

    cases: dict[int, str] = field(default_factory=dict)
    """Cases by key, with the mark that their walker gave them."""
    steps: list[tuple[str, int, str]] = field(default_factory=list)
    """Kind, key and step."""
    hurried: list[int] = field(default_factory=list)
    """Cases whose time was made to run out during the drill."""
    faults: list[str] = field(default_factory=list)


class Walker(threading.Thread):
    """One operator with a number of cases to write and to walk."""

    def __init__(
        self, number: int, cases: int, place: Installation, cast: Cast, book: Ledger, seed: int
    ) -> None:
        super().__init__(name=f"walker-{number}")
        self.number, self.cases, self.place, self.cast, self.book = (
            number, cases, place, cast, book,
        )  # fmt: skip
        self.choice = random.Random(seed * 10 + number)
        self.visitor = Visitor(place.port)
        name = ("op28", "op21", "leader")[number % 3]
        self.visitor.sign_in(name, cast.passwords[name])
        self.acts = 0

    def run(self) -> None:
        """Walk every case to where it goes."""
        try:
            for n in range(self.cases):
                self._walk(n)
                time.sleep(self.choice.uniform(0.0, 0.5))
        except Exception as fault:
            self.book.faults.append(f"{self.name}: {fault!r}")

    def _walk(self, n: int) -> None:
        way = self.choice.choice(["wait", "answer", "decline", "offer"])
        mark = f"演练 {self.number}-{n}"
        given: dict[str, Any] = {"then": "keep"}
        if way == "offer":
            given = {"then": "offer", "provider": self.cast.providers[PROVIDER]}
        answer = self._press(
            "/desk/write", said="水管漏水", kind="service", service=self.cast.service, area=self.cast.area,
            address=mark, urgency=2, source="phone", name="陈",
            number=f"137{self.number:02d}{n:06d}", **given,
        )  # fmt: skip
        pk = int(answer.split("/")[2])
        self.book.cases[pk] = mark
        if way == "wait":
            self._step("case", pk, "note", note="再等一会")
            self._hurry(pk)
        elif way == "answer":
            self._step("case", pk, "answer_at_once", result="explained", answer="已说明")
        elif way == "decline":
            self._step("case", pk, "decline", ground="elsewhere", why="请打当地热线")
        else:
            job = self._ask("SELECT id FROM dispatch_dispatch WHERE case_id = %s", pk)
            self._step("dispatch", job, "accept")
            self._step("dispatch", job, "finish", answer="换了弯头", amount="30")

    def _step(self, kind: str, pk: int, step: str, **form: object) -> None:
        root = {"case": "cases", "dispatch": "dispatches"}[kind]
        self._press(f"/{root}/{pk}/{step}", **form)
        self.book.steps.append((kind, pk, step))

    def _press(self, path: str, **form: object) -> str:
        """Press until it is acknowledged; return where the answer sends."""
        self.acts += 1
        answer = self.visitor.press(path, key=f"drill-{self.number}-{self.acts}", **form)
        if answer.status != 204:
            raise AssertionError(f"{path} gave {answer.status}: {answer.text[:200]}")
        return answer.headers.get("location", "")

    def _hurry(self, pk: int) -> None:
        """Let the case's time run out within seconds."""
        due = f"clock_timestamp() + interval '{self.choice.uniform(0.5, 8):.2f} s'"
        self._ask(
            f"UPDATE deadlines_deadline SET due_at = {due}, next_at = {due}"
            " WHERE kind = 'case' AND name = 'hand_over' AND subject = %s AND closed_at IS NULL RETURNING id",
            pk,
        )
        self.book.hurried.append(pk)

    def _ask(self, order: str, pk: int) -> int:
        """Ask the database itself, as often as it takes."""
        return int(patiently(self.place, order, pk)[0][0])


def patiently(place: Installation, order: str, *given: object) -> list[tuple[Any, ...]]:
    """Ask the database itself until it answers."""
    give_up_at = time.monotonic() + 90
    while True:
        try:
            with place.connect() as connection:
                return connection.execute(order.encode(), given).fetchall()
        except psycopg.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)


class Ear(threading.Thread):
    """An open desk: hears the news, and opens the stream again whenever it breaks, as the pages do."""

    def __init__(self, place: Installation, cast: Cast) -> None:
        super().__init__(name="ear", daemon=True)
        self.visitor = Visitor(place.port)
        self.visitor.sign_in("op28", cast.passwords["op28"])
        self.heard: list[str] = []
        self.opened = 0
        self.stop = threading.Event()

    def run(self) -> None:
        """Listen until told to stop."""
        while not self.stop.is_set():
            try:
                self._listen()
            except (Gone, OSError, HTTPException, ValueError):
                self.visitor.leave()
            time.sleep(0.5)

    def _listen(self) -> None:
        ticket = json.loads(self.visitor.ask("GET", "/live/ticket").text)["ticket"]
        stream = HTTPConnection("127.0.0.1", self.visitor.port, timeout=25)
        stream.request("GET", f"/live?ticket={ticket}")
        answer = stream.getresponse()
        if answer.status != 200:
            raise OSError(answer.status)
        self.opened += 1
        while not self.stop.is_set() and (line := answer.readline()):
            if line.startswith(b"data: "):
                self.heard.append(line.decode())
        stream.close()

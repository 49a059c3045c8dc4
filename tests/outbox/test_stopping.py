"""A webhook whose receiver hangs can be stopped at once, while messages to it are posted; none of them is left waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from hotline.journal.models import Entry
from hotline.outbox import actions as outbox
from hotline.outbox import queries
from hotline.outbox.models import Message, State, Webhook
from hotline.outbox.ways import NotTaken
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role

LONG_S = 20.0


class Hanging:
    """A receiver that takes nothing until it is let go."""

    def __init__(self) -> None:
        self.reached, self.let_go = threading.Event(), threading.Event()

    def send(self, _message: Message) -> bool:
        self.reached.set()
        self.let_go.wait(60)
        raise NotTaken("it hung")


@pytest.fixture
def admin(committed: str, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=False))
    return people.engage("admin", name="管理员", role=Role.ADMIN, by=None)


@pytest.fixture
def hook(admin: Person) -> Webhook:
    return outbox.add_hook(name="系统", address="https://works.example/in", by=admin)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    way = Hanging()
    monkeypatch.setattr(queries, "way_of", lambda _message: way)
    yield way
    way.let_go.set()


@pytest.fixture
def beside() -> Iterator[Callable[..., Future[Any]]]:
    """Have something done beside, over a connection of its own."""
    with ThreadPoolExecutor(4) as pool:

        def do(act: Callable[[], Any]) -> Any:
            try:
                return act()
            finally:
                connection.close()

        yield lambda act: pool.submit(do, act)


def post(hook: Webhook) -> Message:
    return outbox.post_event(hook, event="a.b", data={}, text="-", about="unit:1")


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_stopping_waits_for_no_receiver_that_hangs(
    hook: Webhook, admin: Person, hanging: Hanging, beside: Callable[..., Future[Any]]
) -> None:
    held, waiting = post(hook), post(hook)
    trying = beside(lambda: outbox.deliver(held.pk))
    try:
        assert hanging.reached.wait(LONG_S)
        beside(lambda: outbox.stop_hook(hook, by=admin, why="它不回答")).result(LONG_S)
        assert now(waiting).state == State.GIVEN_UP
        assert now(held).state == State.WAITING
    finally:
        hanging.let_go.set()
    with pytest.raises(NotTaken):
        trying.result(LONG_S)
    assert not outbox.deliver(held.pk)  # what the worker does next with it
    assert (now(held).state, now(held).answer) == (State.GIVEN_UP, "stopped")
    assert not Message.objects.lost().exists()
    assert not Entry.objects.filter(act="give_up").exists()


def test_posting_waits_for_nobody_who_stops(
    hook: Webhook, admin: Person, beside: Callable[..., Future[Any]]
) -> None:
    with transaction.atomic():
        outbox.stop_hook(hook, by=admin, why="换了系统")
        late = beside(lambda: post(hook)).result(LONG_S)
    assert now(late).state == State.WAITING  # whoever stopped it could not see this one
    assert not outbox.deliver(late.pk)
    assert (now(late).state, now(late).answer) == (State.GIVEN_UP, "stopped")
    assert now(late).tries == 0
    assert not Message.objects.lost().exists()

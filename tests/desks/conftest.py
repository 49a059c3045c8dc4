"""Somebody at a desk: a client that is signed in and asks as the page's own scripts do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _forget() -> None:
    """Forget what the desk keeps in memory of another test."""
    from hotline.desks.operator import queue, rows

    queue.forget()
    rows.forget()
    return


@pytest.fixture
def at(town: Town) -> Callable[[str], Client]:
    """Sign somebody of the town in."""
    from django.test import Client

    def sign_in(who: str) -> Client:
        client = Client(headers={"X-Requested-With": "step-form"})
        client.force_login(town.people[who], backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def desk(at: Callable[[str], Client]) -> Client:
    """Sit at operator 28's desk."""
    return at("op28")


@pytest.fixture
def on_monday() -> Iterator[None]:
    """Let it be nine on a Monday morning."""
    from hotline import clock
    from tests.assignments.hands import monday

    with clock.frozen(monday(9)):
        yield


@pytest.fixture
def clerk(at: Callable[[str], Client]) -> Client:
    """Sit at the bureau's desk."""
    return at("clerk")

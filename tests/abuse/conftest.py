"""The sample town to be abused in, and no log of refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hotline.papers import store
from tests.house.conftest import _quiet
from tests.sample import sample

__all__ = ["_quiet", "sample"]


@pytest.fixture(autouse=True, scope="module")
def _each_act_for_itself() -> Iterator[None]:
    """Let each act of a request stand or fall by itself, as it does where no test holds a transaction around it.

    A refused act dooms the transaction it is in; inside a test that would also take back what was written before it in
    another act of the same request, and a refusal that leaves half of something behind would not be seen.
    """
    from django.db.transaction import Atomic

    made: Any = Atomic.__init__

    def init(self: Any, using: Any, savepoint: bool, durable: bool) -> None:
        made(self, using, True, False)

    patch = pytest.MonkeyPatch()
    patch.setattr(Atomic, "__init__", init)
    patch.setattr(
        store, "throw_away", lambda *names: None
    )  # what is taken back has its files again
    yield
    patch.undo()

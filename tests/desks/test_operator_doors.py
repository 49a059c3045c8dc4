"""Every address of the desk is guarded, and what it sends along is sealed from prying."""

from __future__ import annotations

from types import ModuleType

import pytest

from hotline.cases import urls as cases
from hotline.desks.operator import urls as operator
from hotline.dispatch import urls as dispatch
from hotline.followups import urls as followups


@pytest.mark.parametrize(
    "room", [operator, cases, dispatch, followups], ids=lambda room: room.app_name
)
def test_every_address_says_whom_it_lets_in(room: ModuleType) -> None:
    bare = [str(one.pattern) for one in room.urlpatterns if not hasattr(one.callback, "guard")]
    assert bare == []
    assert len(room.urlpatterns) > 3

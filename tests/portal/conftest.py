"""Ms Chen and her leaking pipe, looked at from outside: no account, a number and a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.papers.conftest import store_folder

if TYPE_CHECKING:
    from django.test import Client

    from hotline.cases.models import Case
    from tests.town import Town

__all__ = ["store_folder"]


@pytest.fixture
def case(town: Town) -> Case:
    """Have her case, as it was taken in."""
    from tests.desks.papers import a_case

    return a_case(town, said="我家厨房漏水，门牌在隆山东路")


@pytest.fixture
def chen(case: Case) -> Client:
    """Have a browser in which she has looked it up."""
    from tests.portal.citizens import look_up

    return look_up(case)

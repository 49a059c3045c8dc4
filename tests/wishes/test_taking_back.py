"""A wish ticked off by a wrong click waits again, unless the citizen has asked anew."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.test import Client

from hotline.people.queries import the_citizen
from hotline.wishes import actions as wishes
from hotline.wishes.models import Wish
from tests.desks.conftest import at
from tests.desks.papers import a_case

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


def ticked_off(desk: Client, wish: Wish) -> str:
    """Tick a wish off by mistake; return where that is taken back."""
    answer = desk.post(f"/wishes/{wish.pk}/fulfil", {"key": str(uuid.uuid4())})
    assert answer.status_code == 204
    return str(answer["X-Undo"])


def test_a_wish_ticked_off_by_mistake_stands_on_the_list_again(at: At, town: Town) -> None:
    desk = at("op28")
    wish = wishes.wish(a_case(town), by=the_citizen())
    back = ticked_off(desk, wish)
    assert f"wish-{wish.pk}" not in desk.get("/followups/rows").content.decode()
    assert at("leader").post(back, {"key": "l"}).status_code == 403
    assert desk.post(back, {"key": "b"}).status_code == 204
    assert f"wish-{wish.pk}" in desk.get("/followups/rows").content.decode()
    story = desk.get(f"/cases/{wish.case_id}/").content.decode()
    assert "撤销" in story
    assert ">undo<" not in story


def test_where_the_citizen_has_asked_anew_there_is_one_wish(at: At, town: Town) -> None:
    desk, case = at("op28"), a_case(town)
    back = ticked_off(desk, wishes.wish(case, by=the_citizen()))
    again = wishes.wish(case, by=the_citizen())
    answer = desk.post(back, {"key": "b"})
    assert answer.status_code == 409
    assert "又请了一次" in answer.content.decode()
    assert case.wishes.open().get() == again

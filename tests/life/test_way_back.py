"""Where an act leads afterwards: to a page of ours whatever a form says, and never into a broken answer."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from hotline.life import door

SCRIPT = {"X-Requested-With": "step-form"}


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/cases/7/", "/cases/7/"),
        ("0\r", "0%0D"),
        ("/a\nSet-Cookie: x", "/a%0ASet-Cookie:%20x"),
        ("/区域/", "/%E5%8C%BA%E5%9F%9F/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_whatever_a_form_says_the_way_back_is_a_page_of_ours(wanted: str, led: str) -> None:
    request = RequestFactory().post("/act", {"next": wanted, "key": "k"}, headers=SCRIPT)
    answer = door.answer(request, "好了")
    assert (answer.status_code, answer["Location"]) == (204, led)

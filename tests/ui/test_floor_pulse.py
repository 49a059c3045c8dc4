"""What only time changes is seen on the floor too: it fetches itself again without any news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.desks.conftest import BACKEND
from tests.ui.stand_in import ADDRESS, Desk

if TYPE_CHECKING:
    from tests.town import Town

pytestmark = pytest.mark.browser


def test_a_wait_that_grows_too_long_is_seen_without_news(chromium: Browser, town: Town) -> None:
    from hotline import clock
    from hotline.calls.models import Call
    from hotline.calls.states import Direction, Status

    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    desk = Desk(context.new_page())
    desk.client = Client()
    desk.client.force_login(town.leader, backend=BACKEND)
    desk.page.clock.install()
    desk.page.goto(f"{ADDRESS}/floor/?wall")
    expect(desk.page.get_by_text("没人在等。")).to_be_visible()
    Call.objects.create(direction=Direction.IN, status=Status.WAITING, arrived_at=clock.now())
    desk.page.clock.fast_forward(16_000)
    expect(desk.page.locator(".waiting li")).to_have_count(1)
    context.close()

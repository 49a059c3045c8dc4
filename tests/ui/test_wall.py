"""The wall cuts nothing in two: what has no room is left out whole, and many seats stand closer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.desks.conftest import BACKEND
from tests.ui.stand_in import ADDRESS, Desk

if TYPE_CHECKING:
    from tests.town import Town

pytestmark = pytest.mark.browser
CUT = """() => {
  const inside = (a, b) => a.top >= b.top - 1 && a.bottom <= b.bottom + 1 && a.left >= b.left - 1 && a.right <= b.right + 1;
  const apart = (a, b) => a.top >= b.bottom - 1 || a.left >= b.right - 1;
  return [...document.querySelectorAll(".waiting, .jobs, .alerts, .seats")].flatMap((list) => {
    const panel = list.closest(".panel").getBoundingClientRect();
    const room = list.getBoundingClientRect();
    const rows = [...list.children].map((one) => [one, one.getBoundingClientRect()]);
    const cut = rows.filter(([, at]) => !(inside(at, room) && inside(at, panel)) && !apart(at, room));
    return cut.map(([one]) => `${list.className}: ${one.textContent.trim().slice(0, 40)}`);
  });
}"""

SPILT = """() => [...document.querySelectorAll(".seat")].filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)"""


def a_full_house(town: Town, *, seats: int) -> None:
    """Let many wait and many sit there, and much be late."""
    from hotline import clock
    from hotline.calls.models import Call, Seat
    from hotline.calls.states import Direction, SeatState, Status
    from hotline.people import actions as people
    from hotline.people.roles import Role
    from tests.desks.papers import a_case

    now = clock.now()
    for n in range(12):
        Call.objects.create(
            direction=Direction.IN, status=Status.WAITING, arrived_at=now - timedelta(seconds=5 * n)
        )
    for n in range(7):
        case = a_case(town)
        type(case).objects.filter(pk=case.pk).update(
            due_at=now - timedelta(minutes=n), due_from_at=now - timedelta(hours=1)
        )
    states = (SeatState.READY, SeatState.TALKING, SeatState.AFTER, SeatState.AWAY)
    for n in range(seats):
        who = people.engage(f"w{n}", name=f"W{n}", number=str(100 + n), role=Role.OPERATOR, by=None)
        Seat.objects.create(
            operator=who, address=f"seat:{100 + n}", state=states[n % 4], since_at=now,
            lease_until=now + timedelta(minutes=5),
        )  # fmt: skip


@pytest.mark.parametrize("seats", [18, 40, 70])
def test_a_full_house_is_shown_without_a_row_that_is_cut(
    chromium: Browser, town: Town, seats: int
) -> None:
    a_full_house(town, seats=seats)
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    desk = Desk(context.new_page())
    desk.client = Client()
    desk.client.force_login(town.leader, backend=BACKEND)
    for width, height in ((1920, 1080), (1366, 768)):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.page.goto(f"{ADDRESS}/floor/?wall")
        assert desk.page.evaluate(CUT) == [], (width, height)
        assert desk.page.locator(".jobs li").first.is_visible()
        assert desk.page.evaluate(SPILT) == [], (width, height)
    context.close()

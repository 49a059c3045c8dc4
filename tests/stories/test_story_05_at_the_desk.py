"""Story 5 at the desk: the third fault is found true by one press, and all that follows is on everybody's page by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, expect

from tests.calls.exchange import db, until
from tests.running import Hotline
from tests.stories import hands

if TYPE_CHECKING:
    from hotline.discipline.models import Complaint
    from tests.town import Town

pytestmark = pytest.mark.browser
JOBS = 3


@pytest.fixture
def complaint(cast: Town) -> Complaint:
    """What was before the story begins."""
    return _twice_before(cast)


@pytest.fixture
def hotline(committed: str, tmp_path: Path, complaint: Complaint) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


async def test_the_third_strike(hotline: Hotline, browser: Browser, complaint: Complaint) -> None:
    provider = complaint.provider_id
    leader = (await hands.at_desk(browser, hotline.address)).page
    expelled = await hands.with_phone(browser, hotline.address)
    other = await hands.with_phone(browser, hotline.address)
    await hands.come_in(expelled, "lin", "/jobs/complaints/")
    await expect(expelled.locator('[data-card="red"]')).to_be_visible()
    await expect(expelled.get_by_text("再有一次查实有责：清退")).to_be_visible()
    await hands.come_in(other, "pan", "/jobs/")
    await expect(other.locator("a.job")).to_have_count(0)

    await hands.come_in(leader, "leader", f"/providers/complaints/{complaint.pk}/")
    await hands.fill_in(
        leader, f"complaint-{complaint.pk}-find_true", picked="quality", why="第三次"
    )
    await expect(leader.locator('[data-card="out"]').first).to_be_visible()

    # Its open jobs stand on the page of another, and its own page says that it is over.
    await until(_all_told, for_s=hands.WAIT_S)
    await other.goto("/jobs/")
    await expect(other.locator("a.job")).to_have_count(JOBS)
    await expelled.goto("/jobs/complaints/")
    await expect(expelled.locator('[data-card="out"]').first).to_be_visible()
    await expelled.goto("/jobs/")
    await expect(expelled.locator("a.job")).to_have_count(0)
    await leader.goto(f"/providers/{provider}/")
    await expect(leader.get_by_text("已清退").first).to_be_visible()
    await expect(leader.get_by_text("不得重新申请至")).to_be_visible()

    # It appeals from its telephone; who decided cannot answer, another leader can, and it is let back.
    await expelled.goto("/jobs/complaints/")
    card = await db(_last_card)()
    await hands.fill_in(expelled, f"appeal-{card}", words="那天停水，不是我们修坏的")
    await leader.goto("/providers/complaints/")
    await expect(leader.get_by_text("等答复的申诉").first).to_be_visible()
    admin = (await hands.at_desk(browser, hotline.address)).page
    await hands.come_in(admin, "admin", f"/providers/complaints/{complaint.pk}/")
    await hands.fill_in(admin, f"card-{card}-overturn", why="自来水公司证明")
    await until(lambda: _is_back(provider), for_s=hands.WAIT_S)
    await leader.goto(f"/providers/{provider}/cards/")
    await expect(leader.get_by_text("现在的派单份额：50%")).to_be_visible()


def _twice_before(cast: Town) -> Complaint:
    """Let 家家乐 have a yellow and a red card, some jobs in hand, and a third complaint be heard."""
    from tests.discipline import hands as work

    for _ in range(2):
        work.shown_a_card(cast)
    cast.providers["老潘水电"].__class__.objects.update(most_open=9)
    for n in range(JOBS):
        work.taken(cast, number=f"138000054{n:02d}")
    return work.heard(work.noticed(cast), cast)


def _all_told() -> bool:
    from hotline.outbox.models import Message

    return Message.objects.filter(text__contains="已转给老潘水电").count() == JOBS


def _last_card() -> int:
    from hotline.discipline.models import Card

    return Card.objects.latest("pk").pk


def _is_back(provider: int) -> bool:
    from hotline.providers.models import Provider

    return Provider.objects.get(pk=provider).status == "trial"

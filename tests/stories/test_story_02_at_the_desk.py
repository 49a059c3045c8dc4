"""Story 2 at four pages: operator 28 at his desk, the shift leader at hers, the plasterer with his telephone, Ms Li on the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import until
from tests.running import Hotline
from tests.stories import hands

if TYPE_CHECKING:
    from hotline.discipline.models import Complaint
    from hotline.dispatch.models import Dispatch
    from hotline.followups.models import FollowUp
    from tests.town import Town

pytestmark = pytest.mark.browser
LI = "13800005300"


@pytest.fixture
def job(cast: Town) -> Dispatch:
    """What was before the story begins."""
    return _painted(cast)


@pytest.fixture
def hotline(committed: str, tmp_path: Path, job: Dispatch) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


async def test_the_rough_wall(hotline: Hotline, browser: Browser, job: Dispatch) -> None:
    operator = (await hands.at_desk(browser, hotline.address)).page
    leader = (await hands.at_desk(browser, hotline.address)).page
    phone = await hands.with_phone(browser, hotline.address)
    case = f"/cases/{job.case_id}/"
    await hands.come_in(operator, "op28", case)

    # Ms Li says that the wall is rough: it is written down from her case, and the provider is asked.
    await hands.fill_in(operator, f"complain-{job.case_id}", words="墙刷得坑坑洼洼，一摸掉粉")
    complaint: Complaint = await until(_complaint, for_s=hands.WAIT_S)
    here = f"/providers/complaints/{complaint.pk}/"
    await operator.locator(f'a[href="{here}"]').click()
    await operator.wait_for_url(f"**{here}")
    await hands.fill_in(
        operator, f"complaint-{complaint.pk}-take_up", question="客厅墙面不平、掉粉，怎么回事？"
    )
    await expect(operator.get_by_text("在等：企业说明")).to_be_visible()

    # The plasterer answers on his telephone; who complained, and in what words, he is not told.
    await hands.come_in(phone, "lin", "/jobs/complaints/")
    await phone.get_by_role("link", name="请说明情况").click()
    await expect(phone.locator(".says")).to_contain_text("怎么回事？")
    assert "坑坑洼洼" not in await phone.content()
    await hands.fill_in(phone, f"answer-{complaint.pk}", words="赶工，底子没打磨，我们认")

    # Operator 28 sees it come, and cannot decide what he wrote down himself; the leader finds it true.
    await expect(operator.get_by_text("底子没打磨").first).to_be_visible()
    await expect(operator.locator('[data-opens$="-find_true"]')).to_have_count(0)
    await hands.come_in(leader, "leader", "/providers/complaints/")
    await leader.locator(f'a[href="{here}"]').click()
    await hands.fill_in(
        leader, f"complaint-{complaint.pk}-find_true", picked="quality", why="企业也认"
    )
    await expect(leader.locator('[data-card="yellow"]')).to_be_visible()
    await phone.goto("/jobs/complaints/")
    await expect(phone.locator('[data-card="yellow"]')).to_be_visible()

    # He repaints, reports it done, and she is called back: satisfied.
    await hands.press(operator, "rework")
    again: Dispatch = await until(lambda: _again(complaint), for_s=hands.WAIT_S)
    await phone.goto(f"/jobs/{again.pk}/")
    await hands.press(phone, "accept")
    await hands.job_is(phone, "已接单")
    await hands.fill_in(phone, "do-finish", answer="打磨后重刷两遍")
    await hands.job_is(phone, "已完工")
    owed: FollowUp = await until(lambda: _owed(job), for_s=hands.WAIT_S)

    # The operator tells her of the card and apologises.
    await hands.fill_in(
        operator,
        f"complaint-{complaint.pk}-tell",
        picked="call",
        words="已给家家乐发黄牌，向您道歉",
    )
    await expect(operator.get_by_text("已告诉市民").first).to_be_visible()
    await _asks(operator, owed)
    assert await until(lambda: _is_over(complaint, job), for_s=hands.WAIT_S)


async def _asks(operator: Page, owed: FollowUp) -> None:
    """Operator 28 writes down what she says: all is well."""
    await operator.goto(f"/followups/{owed.pk}/")
    form = operator.locator('form[action$="/ask"]')
    for name, value in (
        ("answered", "yes"), ("solved", "yes"), ("attitude", "very"), ("outcome", "very"), ("speed", "very"),
    ):  # fmt: skip
        await form.locator(f'label:has(input[name="{name}"][value="{value}"])').click()
    await operator.wait_for_timeout(hands.REACTION_MS)
    await operator.locator('button[type="submit"][form="ask"]').click()


def _painted(cast: Town) -> Dispatch:
    """Let the wall have been painted, and Ms Li have been content until she saw it by day."""
    from hotline.followups.life import Liking
    from tests.discipline import hands as work

    job = work.done(cast, number=LI)
    work.called_back(job, cast, outcome=Liking.CONTENT)
    return job


def _complaint() -> Complaint | None:
    from hotline.discipline.models import Complaint

    return Complaint.objects.first()


def _again(complaint: Complaint) -> Dispatch | None:
    from hotline.discipline.models import Complaint

    return Complaint.objects.select_related("redone_by").get(pk=complaint.pk).redone_by


def _owed(job: Dispatch) -> FollowUp | None:
    from hotline.followups.models import FollowUp

    return FollowUp.objects.filter(case=job.case_id, status="due").first()


def _is_over(complaint: Complaint, job: Dispatch) -> bool:
    from hotline.cases.life import Status
    from hotline.cases.models import Case
    from hotline.discipline.models import Complaint

    told = Complaint.objects.get(pk=complaint.pk).told_at
    return bool(told) and Case.objects.get(pk=job.case_id).status == Status.CLOSED

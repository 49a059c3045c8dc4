"""A worker in a cellar: what he presses while the line is cut, or whose answer is lost, is kept and is done once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desks.bad_line import BadLine, bad_line
from tests.desks.browsing import served, signed_in
from tests.papers.conftest import store_folder
from tests.papers.paperwork import opened, photo
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from hotline.dispatch.models import Dispatch
    from tests.town import Town

__all__ = ["chromium", "served", "store_folder"]

WAITS = "等网络，会自动发出"


@dataclass
class Cellar:
    """A telephone 360 px wide with a job on it, and the line to the town."""

    page: Page
    line: BadLine
    town: Town
    job: Dispatch

    def look(self) -> None:
        """Open the job's page."""
        self.page.goto(f"/jobs/{self.job.pk}/")
        self.page.locator("kept-acts[data-ready]").wait_for()

    def press(self, act: str) -> None:
        """Press the button of an act that asks for nothing."""
        self.page.locator(f'form[action$="/{act}"] button[type="submit"]').click()

    def said(self, what: str) -> None:
        """See a line about what was pressed."""
        expect(self.page.locator("kept-acts > .kept li").first).to_contain_text(what)

    def acts(self) -> list[str]:
        """Return what the journal says was done to the job since it was offered, in order."""
        from hotline.journal.models import Entry

        told = Entry.objects.filter(kind="dispatch", subject=self.job.pk).order_by("pk")
        return [act for act in told.values_list("act", flat=True) if act != "offer"]

    def becomes(self, act: str) -> None:
        """Wait until the page has another act to offer, and nothing waits."""
        expect(self.page.locator(f'form[action$="/{act}"]').first).to_be_attached()
        expect(self.page.locator("kept-acts [data-waits]")).to_have_count(0)


@pytest.fixture
def cellar(chromium: Browser, served: tuple[str, Town]) -> Iterator[Cellar]:
    """Let the plumber Lin have a job offered, on a telephone with a bad line."""
    from hotline.cases import actions as cases
    from hotline.catalogue.models import PriceMode
    from hotline.dispatch import actions as dispatch
    from hotline.pricelists import actions as pricelists
    from hotline.today import today

    base, town = served
    asked_price = pricelists.propose(
        town.providers["家家乐"], town.services["水管维修"], by=town.people["lin"],
        mode=PriceMode.FIXED, yuan=Decimal(80), unit="次", from_on=today(),
    )  # fmt: skip
    pricelists.agree(asked_price, by=town.leader)
    asked = cases.Asked(
        said="水槽漏水", service=town.services["水管维修"], area=town.places["虹桥"],
        address="隆山东路 218 号",
    )  # fmt: skip
    case = cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", "13800005126"))
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    with (
        bad_line(base) as line,
        signed_in(chromium, line.address, town.people["lin"], width=360, height=740) as page,
    ):
        found = Cellar(page, line, town, job)
        found.look()
        yield found


@pytest.mark.parametrize("trouble", [BadLine.cut, BadLine.lose_answers])
def test_every_act_of_a_job_is_done_once_over_a_line_that_breaks_at_each(
    cellar: Cellar, trouble: object
) -> None:
    assert callable(trouble)
    for act, then in (("accept", "contact"), ("contact", "arrive"), ("arrive", "finish")):
        trouble(cellar.line)
        cellar.press(act)
        cellar.said(WAITS)
        cellar.line.mend()
        cellar.becomes(then)
    trouble(cellar.line)
    cellar.page.locator('[data-opens="do-finish"]').click()
    form = cellar.page.locator('form[action$="/finish"]')
    form.locator('[name="answer"]').fill("换软管一根")
    form.locator('[name="amount"]').fill("50")
    form.locator('button[type="submit"]').click()
    cellar.said(WAITS)
    cellar.line.mend()
    expect(cellar.page.get_by_text("已报完工")).to_be_visible()
    assert cellar.acts() == ["accept", "contact", "arrive", "finish"]
    if trouble is BadLine.lose_answers:
        assert len(cellar.line.sent) > 4, "an act whose answer was lost is sent again"
    cellar.job.refresh_from_db()
    assert cellar.job.amount == 50


def test_what_waits_survives_the_page_and_is_sent_by_the_next_one(cellar: Cellar) -> None:
    cellar.line.cut()
    cellar.press("accept")
    cellar.said(WAITS)
    context = cellar.page.context
    cellar.page.close()
    assert cellar.acts() == []
    cellar.line.mend()
    cellar.page = context.new_page()
    cellar.page.goto("/jobs/")  # any page of his sends what waits
    expect(cellar.page.locator("kept-acts [data-waits]")).to_have_count(0)
    cellar.look()
    cellar.becomes("contact")
    assert cellar.acts() == ["accept"]


def test_several_acts_pressed_without_a_line_are_sent_in_their_order(cellar: Cellar) -> None:
    cellar.press("accept")
    cellar.becomes("contact")
    cellar.line.cut()
    cellar.press("contact")
    cellar.press("arrive")
    expect(cellar.page.locator("kept-acts [data-waits]")).to_have_count(2)
    cellar.line.mend()
    expect(cellar.page.locator("kept-acts [data-waits]")).to_have_count(0)
    assert cellar.acts() == ["accept", "contact", "arrive"]


def test_pressing_again_what_waits_is_the_same_press(cellar: Cellar) -> None:
    cellar.line.lose_answers()
    cellar.press("accept")
    cellar.said(WAITS)
    form = cellar.page.locator('form[action$="/accept"]')
    form.evaluate("form => form.requestSubmit()")
    expect(cellar.page.locator("kept-acts [data-waits]")).to_have_count(1)
    cellar.line.mend()
    cellar.becomes("contact")
    assert cellar.acts() == ["accept"]


def test_an_act_that_came_too_late_is_said_plainly_and_dropped(cellar: Cellar) -> None:
    from hotline.dispatch import actions as dispatch
    from hotline.people.queries import the_clock

    cellar.line.cut()
    cellar.press("accept")
    cellar.said(WAITS)
    dispatch.lapse(cellar.job, by=the_clock())
    cellar.line.mend()
    cellar.said("逾时未接")
    cellar.said("接单：")
    kept = cellar.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('acts:'))")
    assert kept == []
    assert cellar.acts() == ["lapse"]


def test_what_the_line_does_not_take_as_it_is_need_not_be_written_again(cellar: Cellar) -> None:
    cellar.press("accept")
    cellar.becomes("finish")
    opens = cellar.page.locator('[data-opens="do-finish"]')
    form = cellar.page.locator('form[action$="/finish"]')
    opens.click()
    form.locator('[name="answer"]').fill("换了一套龙头")
    form.locator('[name="amount"]').fill("9000")
    cellar.line.cut()
    form.locator('button[type="submit"]').click()
    cellar.said(WAITS)
    cellar.line.mend()
    expect(form).to_contain_text("请写明多收的原因")  # the dialog has opened again
    expect(form.locator('[name="answer"]')).to_have_value("换了一套龙头")
    form.locator('[name="amount"]').fill("50")
    form.locator('button[type="submit"]').click()
    expect(cellar.page.get_by_text("已报完工")).to_be_visible()
    assert cellar.acts() == ["accept", "finish"]


def test_a_photo_taken_without_a_line_is_kept_made_small_and_sent_once(
    cellar: Cellar, store_folder: None
) -> None:
    from hotline.papers import store
    from hotline.papers.models import Paper

    cellar.press("accept")
    cellar.becomes("contact")
    cellar.line.cut()
    taken = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(2600, 1300))}
    first = cellar.page.locator('form[action$="/photos"]').first
    first.locator('input[type="file"]').set_input_files(taken)  # type: ignore[arg-type]
    cellar.said(WAITS)
    cellar.line.mend()
    expect(cellar.page.locator("kept-acts [data-waits]")).to_have_count(0)
    expect(cellar.page.locator(".photos figcaption").first).to_contain_text("修前")
    paper = Paper.objects.get()
    assert (paper.taken, paper.added_by) == ("before", cellar.town.people["lin"])
    assert paper.case_id == cellar.job.case_id
    assert max(opened(store.get(paper.whole)).size) == 1280


def test_where_he_stands_is_asked_when_he_presses_it_and_kept_rounded(cellar: Cellar) -> None:
    context = cellar.page.context
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 27.7786543, "longitude": 120.6554321})
    cellar.press("accept")
    cellar.becomes("arrive")
    cellar.page.get_by_role("button", name="已到达，并告诉热线我的位置").click()
    expect(cellar.page.locator('form[action$="/arrive"]')).to_have_count(0)
    cellar.job.refresh_from_db()
    assert cellar.job.arrived_place == "27.779,120.655"


def test_a_newer_paper_is_photographed_without_a_line_and_handed_in_once(cellar: Cellar) -> None:
    from hotline.filings.models import Filing
    from hotline.providers.credentials import actions as papers
    from hotline.providers.models import PaperKind
    from hotline.today import today

    insurance = papers.add_paper(
        cellar.town.providers["家家乐"], by=cellar.town.leader, kind=PaperKind.INSURANCE,
        number="91330381000000000X", until_on=today() + timedelta(days=5),
    )  # fmt: skip
    cellar.page.goto("/jobs/papers/")
    assert cellar.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cellar.page.locator("kept-acts[data-ready]").wait_for()
    cellar.page.locator(f'[data-opens="renew-{insurance.pk}"]').click()
    form = cellar.page.locator(f'form[action$="/{insurance.pk}/renew"]')
    form.locator('[name="until_on"]').fill((today() + timedelta(days=300)).isoformat())
    new = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(2000, 1500))}
    form.locator('[name="photo"]').set_input_files(new)  # type: ignore[arg-type]
    cellar.line.lose_answers()
    form.locator('button[type="submit"]').click()
    cellar.said(WAITS)
    cellar.line.mend()
    expect(cellar.page.get_by_text("等核对", exact=True)).to_be_visible()
    assert Filing.objects.get().until_on == today() + timedelta(days=300)
    cellar.page.locator(f'[data-opens="renew-{insurance.pk}"]').click()
    form.locator('[name="number"]').fill("B2")
    form.locator('[name="photo"]').set_input_files(new)  # type: ignore[arg-type]
    form.locator('button[type="submit"]').click()
    cellar.said("已经报过")
    expect(form.locator('[name="number"]')).to_have_value("B2")  # what was written is not lost


def test_the_pages_are_no_wider_than_a_small_telephone(cellar: Cellar) -> None:
    for where in (
        "",
        f"{cellar.job.pk}/",
        "figures/",
        "bulletins/",
        "papers/",
        "complaints/",
        "disputes/",
        "absences/",
        "prices/",
        "more/",
    ):
        cellar.page.goto(f"/jobs/{where}")
        assert cellar.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where

"""Story 6 at the desks: the street lamp goes to the bureau and comes back bright, every step pressed on a page by whoever takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline import clock
from tests.desks.browsing import served, signed_in
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import at
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from hotline.assignments.models import Assignment
    from hotline.cases.models import Case
    from tests.town import Town

__all__ = ["chromium", "served"]
pytestmark = pytest.mark.browser

WEDNESDAY = date(2012, 10, 10)
HOUR = 60


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with clock.frozen(at(14, 20, day=WEDNESDAY)):
        yield


@dataclass
class Desks:
    """Everybody's page, and the case that goes from one to the next."""

    chromium: Browser
    base: str
    town: Town
    case: Case
    pages: dict[str, Page] = field(default_factory=dict)
    held: ExitStack = field(default_factory=ExitStack)

    def come_in(self) -> None:
        """Let everybody come in, each in a browser of his own; the bureau's clerk with a telephone."""
        self.held.close()
        for who in ("op28", "leader", "reviewer", "callback", "clerk"):
            width = 390 if who == "clerk" else 1280
            opened = signed_in(self.chromium, self.base, self.town.people[who], width=width)
            self.pages[who] = self.held.enter_context(opened)

    def time_passes(self, minutes: int) -> None:
        """Let time go by, and everybody come in anew: nobody stays signed in for days."""
        minutes_pass(minutes)
        self.come_in()

    @property
    def operator(self) -> Page:
        return self.pages["op28"]

    @property
    def leader(self) -> Page:
        return self.pages["leader"]

    @property
    def reviewer(self) -> Page:
        return self.pages["reviewer"]

    @property
    def callback(self) -> Page:
        return self.pages["callback"]

    @property
    def bureau(self) -> Page:
        return self.pages["clerk"]

    @property
    def lamp(self) -> Assignment:
        """Return what the bureau has."""
        return self.case.assignments.get()

    def open_case(self) -> None:
        """Let the operator look at the case again."""
        self.operator.goto(f"/cases/{self.case.pk}/")

    def open_bureau(self) -> None:
        """Let the bureau look at what it has."""
        self.bureau.goto(f"/inbox/assignments/{self.lamp.pk}/")


def press(page: Page, name: str, **fields: str) -> None:
    """Press a button; where it asks, write and choose, and press again. Wait until the house has answered."""
    scope = page.get_by_role("main")
    button = scope.get_by_role("button", name=re.compile(f"^{name}")).filter(visible=True).first
    if not fields and button.get_attribute("aria-haspopup") is None:
        with page.expect_response(lambda got: got.request.method == "POST") as answer:
            button.click()
    else:
        button.click()
        dialog = page.locator("dialog[open]")
        for field, said in fields.items():
            write(page, dialog.locator(f'[name="{field}"]'), said)
        with page.expect_response(lambda got: got.request.method == "POST") as answer:
            dialog.locator('button[type="submit"]').click()
        expect(dialog).to_have_count(0)
    assert answer.value.ok, answer.value.url
    the_house_reacts()


def write(page: Page, field: object, said: str) -> None:
    """Write into a field, or choose one of a few."""
    first = field.first  # type: ignore[attr-defined]
    kind = first.evaluate("it => it.type")
    if kind == "radio":
        name = first.get_attribute("name")
        scope = first.locator("xpath=ancestor::form")
        scope.locator(f'input[name="{name}"][value="{said}"]').check(force=True)
    elif kind == "select-one":
        first.select_option(label=said)
    else:
        first.fill(said)


def replies(desks: Desks, answer: str) -> None:
    """The bureau fills in its form of the reply."""
    desks.open_bureau()
    form = desks.bureau.locator("#reply form")
    said = {"is_true": "yes", "solved": "yes", "account": "换了镇流器", "answer": answer}
    for name, words in said.items():
        write(desks.bureau, form.locator(f'[name="{name}"]'), words)
    with desks.bureau.expect_response("**/reply") as sent:
        form.locator('button[type="submit"]').click()
    assert sent.value.ok, sent.value.text()
    the_house_reacts()


def is_asked(desks: Desks, *, solved: str, liking: str, words: str = "") -> None:
    """The citizen is rung up and asked how it is."""
    followup = as_it_is(desks.case).followups.latest("pk")
    page = desks.callback
    page.goto(f"/followups/{followup.pk}/")
    said = {
        "answered": "yes",
        "solved": solved,
        "attitude": liking,
        "outcome": liking,
        "speed": liking,
    }
    for name, value in said.items():
        write(page, page.locator(f'#ask [name="{name}"]'), value)
    if words:
        page.locator('#ask [name="words"]').fill(words)
    with page.expect_response("**/ask") as asked:
        page.get_by_role("button", name="记下回访").click()
    assert asked.value.ok, asked.value.text()
    the_house_reacts()


def test_the_departments_clock_at_the_desks(chromium: Browser, served: tuple[str, Town]) -> None:
    base, town = served
    desks = Desks(chromium, base, town, _dark_lamp(town))
    with desks.held:
        desks.come_in()
        _sent_and_returned(desks)
        _signed_late_and_extended(desks)
        _replied_and_sent_back(desks)
        _asked_and_done_again(desks)
        _found_in_the_month(desks)


def _sent_and_returned(desks: Desks) -> None:
    """The operator sees whose it is and sends it; the bureau asks to give it back; the leader rules that it is its own."""
    desks.open_case()
    expect(desks.operator.get_by_text("派单目录：")).to_be_visible()
    press(desks.operator, "另选单位、加协办", to="市综合执法局", task="看一看是灯还是线")
    expect(desks.operator.locator(".assigned").get_by_text("待签收")).to_be_visible()

    desks.bureau.goto("/inbox/")
    expect(
        desks.bureau.get_by_text("看一看是灯还是线").or_(desks.bureau.get_by_text("路灯")).first
    ).to_be_visible()
    desks.open_bureau()
    press(desks.bureau, "申请退单", why="路灯归供电公司", to="市供电公司")

    desks.time_passes(40)
    desks.leader.goto("/cases/")
    expect(desks.leader.locator('.topbar a[href="/assignments/"] .count')).to_have_text("1")
    desks.leader.goto("/assignments/")
    expect(desks.leader.get_by_text("路灯归供电公司")).to_be_visible()
    press(desks.leader, "最终裁定", why="路灯养护 2011 年起归你局")
    desks.leader.goto("/assignments/")
    expect(desks.leader.locator("main").get_by_text("没有待审批的申请")).to_be_visible()
    assert desks.lamp.bound
    desks.open_bureau()
    expect(desks.bureau.get_by_text("路灯养护 2011 年起归你局").first).to_be_visible()
    expect(desks.bureau.get_by_role("button", name="申请退单")).to_have_count(0)


def _signed_late_and_extended(desks: Desks) -> None:
    """It signs when it should have long ago, and asks for three days more before the due day."""
    desks.time_passes(28 * HOUR)
    desks.leader.goto("/assignments/due/")
    owed = desks.leader.locator('section[aria-label="超时的"]')
    expect(owed.get_by_text(desks.case.number)).to_be_visible()
    desks.open_bureau()
    press(desks.bureau, "签收")
    assert desks.lamp.sign_late
    desks.open_case()
    expect(desks.operator.locator(".assigned").get_by_text("超时").first).to_be_visible()

    desks.time_passes(4 * 24 * HOUR)
    desks.open_bureau()
    press(desks.bureau, "记联系市民", contacted_from="0577-65810000")
    desks.open_bureau()
    press(desks.bureau, "申请延期", days="3", why="镇流器要从温州调")
    desks.reviewer.goto("/assignments/")
    press(desks.reviewer, "同意", days="2")
    desks.open_case()
    shown = desks.operator.locator(".assigned")
    expect(shown.get_by_text("延期 1 次")).to_be_visible()
    shown.locator("summary", has_text="怎么算的").last.click()
    expect(
        shown.get_by_text("5 个工作日").or_(shown.get_by_text("7 个工作日")).first
    ).to_be_visible()


def _replied_and_sent_back(desks: Desks) -> None:
    """The first reply is off the point and goes back; the second passes."""
    desks.time_passes(24 * HOUR)
    replies(desks, "感谢您对城市照明工作的支持。")
    desks.reviewer.goto("/assignments/review/")
    expect(desks.reviewer.get_by_text("感谢您对城市照明工作的支持。")).to_be_visible()
    press(desks.reviewer, "退回重办", why="没有说灯亮没亮")
    desks.open_bureau()
    expect(desks.bureau.get_by_text("没有说灯亮没亮").first).to_be_visible()
    replies(desks, "镇流器已更换，路灯 10 月 17 日亮了。")
    desks.reviewer.goto("/assignments/review/")
    expect(desks.reviewer.get_by_text("退回 1 次")).to_be_visible()
    press(desks.reviewer, "审核通过")
    desks.reviewer.goto("/assignments/review/")
    expect(desks.reviewer.get_by_text("没有待审核的反馈")).to_be_visible()
    desks.open_case()
    expect(desks.operator.locator(".assigned").get_by_text("待回访")).to_be_visible()


def _asked_and_done_again(desks: Desks) -> None:
    """Called back, he says that it is dark; it is done again; called back once more, he is content."""
    is_asked(desks, solved="no", liking="not", words="还是不亮")
    desks.open_case()
    expect(desks.operator.locator(".assigned").get_by_text("重办 1 次")).to_be_visible()
    desks.time_passes(20 * HOUR)
    replies(desks, "线路接头已处理，请您今晚看看。")
    desks.reviewer.goto("/assignments/review/")
    press(desks.reviewer, "审核通过")
    is_asked(desks, solved="yes", liking="content")

    desks.open_case()
    expect(desks.operator.locator(".assigned").get_by_text("已办结")).to_be_visible()
    past = desks.operator.locator(".timeline")
    for told in (
        "交办",
        "申请退单",
        "最终裁定",
        "已签收",
        "批准了申请",
        "审核退回",
        "审核通过",
        "重办",
        "已办结",
    ):
        expect(past.get_by_text(told).first).to_be_attached()
    case, lamp = as_it_is(desks.case), desks.lamp
    assert (case.status, case.result, lamp.status) == ("closed", "solved", "ended")
    assert (lamp.times_sent_back, lamp.times_done_again, lamp.times_extended) == (1, 1, 1)


def _found_in_the_month(desks: Desks) -> None:
    """The month is drafted and sent out; the bureau finds each step in its figures, and behind the figure the case."""
    from hotline.assessment import jobs

    jobs.begin_month(0)
    desks.time_passes(21 * 24 * HOUR)
    desks.leader.goto("/scores/")
    desks.leader.get_by_role("link", name="2012-10").click()
    press(desks.leader, "发各单位核对")
    desks.bureau.goto("/scores/")
    desks.bureau.get_by_role("link", name="2012-10").click()
    desks.bureau.get_by_role("link", name="市综合执法局").click()
    for measure, share in (
        ("及时签收率", "0/1"),
        ("按时办结率", "1/1"),
        ("退单率", "1/1"),
        ("延期率", "1/1"),
        ("重办率", "1/1"),
        ("解决率", "1/1"),
    ):
        row = desks.bureau.get_by_role("row").filter(has_text=measure)
        expect(row.get_by_text(share)).to_be_visible()
    desks.bureau.get_by_role("row").filter(has_text="重办率").get_by_role("link").first.click()
    expect(desks.bureau.get_by_text(desks.case.number).first).to_be_visible()


def _dark_lamp(town: Town) -> Case:
    """A citizen says that the lamp before his house has been dark for a week."""
    from hotline.cases import actions as cases
    from hotline.cases.models import Kind

    asked = cases.Asked(
        said="门口的路灯一个星期不亮了", kind=Kind.COMPLAINT, area=town.places["虹桥"],
        address="虹桥路 8 号门口",
    )  # fmt: skip
    caller = town.caller("沈", "13868800006")
    return cases.take_in(asked, by=town.operator_28, caller=caller)

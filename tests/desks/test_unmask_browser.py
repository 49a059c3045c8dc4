"""Looking at a whole number in a real browser: each press is one look, and the next one has a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Browser, expect

from tests.desks.browsing import PATIENCE_MS, served, signed_in
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["chromium", "served"]


def test_each_press_for_a_whole_number_is_one_look(
    chromium: Browser, served: tuple[str, Town]
) -> None:
    from hotline.journal.models import Entry
    from tests.desks.papers import a_case

    base, town = served
    case = a_case(town)
    with signed_in(chromium, base, town.operator_28) as page:
        page.goto(f"/cases/{case.pk}/")
        keys: set[str] = set()
        for look, why in enumerate(("企业找不到门", "又找不到了"), start=1):
            key = page.locator("#unmask-key").input_value()
            keys.add(key)
            page.get_by_label("为什么要看").fill(why)
            with page.expect_response("**/unmask"):
                page.get_by_role("button", name="看完整号码").click()
            expect(page.locator("#whole-number")).to_have_text("138 0000 5126", timeout=PATIENCE_MS)
            expect(page.locator("#unmask-key")).not_to_have_value(key, timeout=PATIENCE_MS)
            assert Entry.objects.filter(act="unmask").count() == look
        assert len(keys) == 2

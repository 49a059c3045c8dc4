"""A recording played in a real browser on the page of its case: by keys alone, and one listening is one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Browser

from tests.desks.browsing import served, signed_in
from tests.ui.conftest import chromium
from tests.ui.server import until

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["chromium", "served"]


def test_what_was_said_is_heard_on_the_page_of_the_case(
    chromium: Browser, served: tuple[str, Town]
) -> None:
    from hotline.journal.models import Entry
    from tests.desks.papers import a_case
    from tests.desks.test_recordings_shown import a_recorded_call

    base, town = served
    case = a_case(town)
    call = a_recorded_call(case, town.operator_28, "in-1")
    with signed_in(chromium, base, town.operator_28) as page:
        faults: list[str] = []
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.goto(f"/cases/{case.pk}/")
        listened = Entry.objects.filter(kind="call", subject=call.pk, act="listen")
        assert not listened.exists()
        player = page.locator(f"#voice-{call.pk}")
        player.get_by_role("slider").focus()
        for _time in range(2):  # again from the beginning: asked for anew, and the same listening
            page.keyboard.press("Home")
            page.keyboard.press("Space")
            until(lambda: player.locator("audio").evaluate("sound => sound.ended"), 60)
        assert player.locator("audio").evaluate("sound => sound.duration") == 1
        assert [str(entry.by) for entry in listened] == [str(town.operator_28)]
        assert faults == []

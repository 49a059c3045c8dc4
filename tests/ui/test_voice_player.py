"""A recording in the page: by mouse and by keyboard, faster and slower, in the midst of news, and without any script."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, expect

from hotline.calls.recordings import answers, companding, waveform
from hotline.calls.recordings.stereo import Stereo
from tests.ui.server import Answer, Asked, World, until

LENGTH_S = 30
TONE = array("h", (round(8000 * math.sin(n / 3)) for n in range(8000 * LENGTH_S)))
SOUND = Stereo(companding.encode(TONE), companding.encode(TONE))
PEAKS = waveform.peaks(TONE)


def play(asked: Asked) -> Answer:
    """Answer as the real door does, in parts."""
    request = RequestFactory().get("/sound", headers={"Range": asked.headers.get("Range", "")})
    response = answers.played(request, SOUND)
    assert isinstance(response, StreamingHttpResponse)
    content: Any = response.streaming_content
    return response.status_code, b"".join(content), dict(response.items())


def player(n: int) -> str:
    heard, said = (waveform.bars(PEAKS, up=up) for up in (True, False))
    return f"{{{{ ui.player('00:30', '{heard}', '{said}', src='/sound?{n}', id='voice-{n}') }}}}"


@pytest.fixture
def shown(page: Page, world: World) -> Page:
    world.answers["/sound"] = play
    jinja: Any = engines["jinja2"]
    again = jinja.from_string('{% import "ui/all.html" as ui %}' + player(1)).render()
    world.answers["/again"] = lambda _asked: (200, again, {"Content-Type": "text/html"})
    fragment = "{% call ui.live_region('call:1', '/again') %}" + player(1) + "{% endcall %}"
    page.goto(world.page("/p", fragment + player(2)))
    expect(page.locator("#voice-1 .player-wave")).to_have_attribute("aria-valuemax", "30")
    return page


def at(page: Page, n: int = 1) -> float:
    return float(page.evaluate(f"document.querySelector('#voice-{n} audio').currentTime"))


def is_playing(page: Page, n: int = 1) -> bool:
    return not page.evaluate(f"document.querySelector('#voice-{n} audio').paused")


def test_nothing_is_fetched_before_somebody_asks_to_hear_it(shown: Page, world: World) -> None:
    shown.wait_for_timeout(300)
    assert world.requests("/sound") == []
    assert not is_playing(shown)


def test_the_button_plays_and_stops(shown: Page) -> None:
    button = shown.locator("#voice-1 button")
    expect(button).to_have_accessible_name("播放录音")
    button.click()
    until(lambda: at(shown) > 0.2)
    expect(button).to_have_accessible_name("暂停")
    button.click()
    until(lambda: not is_playing(shown))
    expect(button).to_have_accessible_name("播放录音")


def test_the_keys_play_and_go_five_seconds(shown: Page) -> None:
    wave = shown.locator("#voice-1").get_by_role("slider")
    wave.focus()
    shown.keyboard.press("Space")
    until(lambda: is_playing(shown) and at(shown) > 0)
    shown.keyboard.press("Space")
    until(lambda: not is_playing(shown))
    shown.keyboard.press("Home")
    for keys, there in (
        (["ArrowRight"] * 2, 10),
        (["ArrowLeft"], 5),
        (["ArrowLeft"] * 3, 0),
        (["End"], LENGTH_S),
        (["ArrowLeft", "ArrowLeft"], LENGTH_S - 10),
    ):
        for key in keys:
            shown.keyboard.press(key)
        assert at(shown) == pytest.approx(there, abs=0.1)
        expect(wave).to_have_attribute("aria-valuenow", str(there))
        expect(wave).to_have_attribute("aria-valuetext", f"00:{there:02d} / 00:30")
    expect(shown.locator("#voice-1 .player-time")).to_have_text("00:20 / 00:30")
    assert float(shown.locator("#voice-1 .player-done").get_attribute("width") or 0) == (
        pytest.approx(220 * 20 / 30, abs=1)
    )


def test_it_is_played_from_where_one_points(shown: Page, world: World) -> None:
    box = shown.locator("#voice-1 .player-wave").bounding_box()
    assert box
    shown.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
    assert at(shown) == pytest.approx(15, abs=0.5)
    shown.locator("#voice-1 button").click()
    until(lambda: at(shown) > 15.2)
    assert at(shown) < 25
    assert world.requests("/sound")[0].headers.get("Range", "").startswith("bytes=")


def test_it_is_played_faster(shown: Page) -> None:
    shown.locator("#voice-1 select").select_option("2")
    assert shown.evaluate("document.querySelector('#voice-1 audio').playbackRate") == 2
    shown.locator("#voice-1 button").click()
    until(lambda: at(shown) > 0.2)
    assert shown.evaluate("document.querySelector('#voice-1 audio').playbackRate") == 2


def test_one_sounds_at_a_time(shown: Page) -> None:
    shown.locator("#voice-1 button").click()
    until(lambda: is_playing(shown))
    shown.locator("#voice-2 button").click()
    until(lambda: is_playing(shown, 2))
    assert not is_playing(shown)


def test_news_do_not_stop_it(shown: Page, world: World) -> None:
    expect(shown.locator("live-stream[data-state=live]")).to_be_attached()
    shown.locator("#voice-1 button").click()
    until(lambda: at(shown) > 0.2)
    before = len(world.requests("/again"))
    world.tell("call:1")
    until(lambda: len(world.requests("/again")) > before)
    shown.wait_for_timeout(200)
    assert is_playing(shown)
    expect(shown.locator("#voice-1 button")).to_have_accessible_name("暂停")


def test_what_cannot_be_played_is_said(shown: Page, world: World) -> None:
    world.answers["/sound"] = lambda _asked: (403, "no", {"Content-Type": "text/plain"})
    shown.locator("#voice-1 button").click()
    expect(shown.locator("#voice-1 .player-time")).to_have_text("放不出来")


@pytest.fixture
def without_script(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_script_the_browsers_own_player_is_there(
    without_script: Page, world: World
) -> None:
    without_script.goto(world.page("/p", player(1)))
    sound = without_script.locator("#voice-1 audio")
    expect(sound).to_be_visible()
    expect(sound).to_have_attribute("controls", "")
    expect(without_script.locator("#voice-1 button")).to_be_hidden()
    expect(without_script.locator("#voice-1 .player-wave")).to_be_hidden()

"""Story 1 from end to end: a real telephone rings, a real browser writes, a real plumber's phone answers.

Nothing stands in for anything: Asterisk carries the sound, the whole system runs as `hotline serve`,
the operator has a SIP telephone and a keyboard, and takes no mouse.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from hotline.telephony import recording
from hotline.telephony.ari.server import AsteriskServer
from tests.calls.exchange import db, until
from tests.phones import RINGS, Baresip, Sipp, at, tone_share
from tests.running import Hotline
from tests.stories import hands
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE
from tests.stories.hands import SAID, WAIT_S, Operator

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from hotline.cases.models import Case
    from tests.town import Town

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]
MOST_KEYS = 25
"""From the ring to the closed case, besides the words that are written."""


async def test_the_first_call_on_a_real_switch(
    hotline: Hotline,
    asterisk: AsteriskServer,
    browser: Browser,
    cast: Town,
    chen: Baresip,
    seat: Baresip,
    record_property: Callable[[str, object], None],
) -> None:
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    await operator.leave_a_mark()

    operator.begins()
    await chen.dial(LINE, at=at(asterisk))
    await _pops_up(operator)
    await _talk(operator, chen, seat)
    case = await _written_down_and_sent(operator)
    await _hang_up(operator, chen, seat)
    await operator.was_not_reloaded()

    plumber = await hands.with_phone(browser, hotline.address)
    await _done_by(plumber, operator, case, hotline)
    await _called_back(operator, chen, seat, case)
    record_property(hands.KEYS, operator.told_in(MOST_KEYS))

    await until(lambda: all(_sounds(call, hotline.folder) for call in _calls()), for_s=WAIT_S)
    assert not recording.names(asterisk.configuration.recordings)
    assert await db(_faults_of_the_journal)() == []
    assert operator.faults == []


async def test_what_the_carrier_says_on_the_wire_is_a_call_written_down_and_sent(
    hotline: Hotline,
    asterisk: AsteriskServer,
    browser: Browser,
    cast: Town,
    tmp_path: Path,
    network: str,
    seat: Baresip,
) -> None:
    """Ms Chen is sipp here, word for word as a carrier rings; what it hears it gives back."""
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    await operator.leave_a_mark()
    said = ("-s", LINE, "-key", "caller", CHEN, "-rtp_echo")
    chen = Sipp(tmp_path / "chen", RINGS, f"{network}2", at(asterisk), *said)
    try:
        await _pops_up(operator)
        await seat.answer()
        await expect(operator.bar("talking")).to_be_visible()
        await seat.hears(seconds=1.5)
        await _written_down_and_sent(operator)
        await operator.strike("F10")
        await chen.done()
        await seat.gone()
    finally:
        chen.stop()
    await expect(operator.bar("ended")).to_be_visible()
    call = (await db(_calls)())[0]
    assert (call.status, call.how, call.direction) == ("ended", "answered", "in")
    assert tone_share(seat.ear, SEATS_TONE) > 0.9
    assert operator.faults == []


async def _pops_up(operator: Operator) -> None:
    """The desk shows who rings, without being asked."""
    bar = operator.bar("ringing")
    await expect(bar).to_be_visible()
    await expect(bar.locator(".number")).to_have_text(re.compile("138.?0000.?5126"))
    await operator.was_not_reloaded()


async def _talk(operator: Operator, chen: Baresip, seat: Baresip) -> None:
    """The operator picks the telephone up; both hear each other, and the desk counts the time."""
    await seat.answer()
    bar = operator.bar("talking")
    await expect(bar).to_be_visible()
    await chen.hears(seconds=1.5)
    await seat.hears(seconds=1.5)
    elapsed = bar.locator("elapsed-time")
    shown = await elapsed.inner_text()
    await expect(elapsed).not_to_have_text(shown)


async def _written_down_and_sent(operator: Operator) -> Case:
    """She says what is wrong; he writes it, takes what is suggested, and sends it to 家家乐."""
    half, rest = SAID[:15], SAID[15:]
    await operator.can_strike("Alt+W")
    await operator.strike("Alt+w")
    await operator.write(half)
    struck = list(operator.struck)
    await operator.page.reload()
    said = operator.page.locator("#said")
    await expect(said).to_have_value(half)  # what was typed is still there
    await operator.leave_a_mark()
    await operator.tab_to("#said")
    await operator.strike("Control+End")
    operator.struck = struck  # nobody whose page stays open strikes these
    await operator.write(rest)
    await expect(said).to_have_value(SAID)
    await operator.send_to("家家乐")
    case: Case = await until(_the_case, for_s=WAIT_S)
    return case


async def _hang_up(operator: Operator, chen: Baresip, seat: Baresip) -> None:
    """The operator ends the call by key; its record says how long she waited and spoke."""
    await operator.strike("F10")
    await chen.gone()
    await seat.gone()
    await expect(operator.bar("ended")).to_be_visible()
    call = (await db(_calls)())[0]
    assert (call.status, call.how) == ("ended", "answered")
    assert call.wait_s is not None
    assert call.talk_s
    assert tone_share(chen.ear, SEATS_TONE) > 0.9
    assert tone_share(seat.ear, CHENS_TONE) > 0.9
    assert tone_share(seat.ear, SEATS_TONE) < 0.2


async def _done_by(plumber: Page, operator: Operator, case: Case, hotline: Hotline) -> None:
    """The plumber accepts, arrives and finishes on his phone; the queue shows each without a reload."""
    await operator.go_to("c", "**/cases/")
    row = operator.page.locator(f"#case-{case.pk}")
    await expect(row).to_contain_text("待接单")
    await expect(operator.page.locator("live-stream[data-state=live]")).to_be_attached()
    await operator.leave_a_mark()
    await plumber.goto(await until(_link, for_s=WAIT_S))
    await hands.press(plumber, "accept")
    await hands.job_is(plumber, "已接单")
    await expect(row).to_contain_text("已接单")

    killed = hotline.kill("live")  # the stream breaks, and heals itself
    await until(lambda: hotline.pid("live") not in (0, killed), for_s=WAIT_S)
    await hands.press(plumber, "arrive")
    await hands.job_is(plumber, "服务中")
    await expect(row).to_contain_text("服务中")
    await expect(operator.page.locator("live-stream[data-state=live]")).to_be_attached()

    await plumber.locator('[data-opens="do-finish"]').click()
    await plumber.locator('#do-finish [name="answer"]').fill("换软管一根，试水不漏")
    await hands.press(plumber, "finish")
    await hands.job_is(plumber, "已完工")
    await expect(row).to_contain_text("待回访")
    await operator.was_not_reloaded()


async def _called_back(operator: Operator, chen: Baresip, seat: Baresip, case: Case) -> None:
    """The operator rings Ms Chen; she is very satisfied, and the case is closed."""
    page = operator.page
    await operator.go_to("r", "**/followups/")
    await expect(page.locator("tr[id^=followup-]")).to_be_visible()
    await expect(page.locator("live-stream[data-state=live]")).to_be_attached()
    await operator.strike("j", "Enter")
    await page.wait_for_url(re.compile(r"/followups/\d+/$"))
    await operator.can_strike("F4")
    await operator.strike("F4")
    await seat.answer()
    call = await until(_talking, for_s=WAIT_S)
    assert call.direction == "out"
    await chen.hears(seconds=1.5)
    for field in ("answered", "solved", "attitude", "outcome", "speed"):
        await operator.tab_to(f'#ask [name="{field}"]')
        await operator.strike("Space")  # the first of each: yes, yes, very satisfied
    await operator.strike("Control+Enter")
    await until(lambda: _is_closed(case), for_s=WAIT_S)
    await chen.hang_up()
    await until(_two_have_ended, for_s=WAIT_S)


# -- what stands in the database ------------------------------------------------------------------


def _calls() -> list[Call]:
    from hotline.calls.models import Call

    return list(Call.objects.order_by("pk"))


def _talking() -> Call | None:
    from hotline.calls.models import Call

    return Call.objects.filter(status="talking").first()


def _two_have_ended() -> bool:
    return [call.status for call in _calls()] == ["ended", "ended"] and all(
        call.talk_s is not None and call.recording for call in _calls()
    )


def _the_case() -> Case | None:
    from hotline.cases.models import Case

    return Case.objects.filter(handler="家家乐", calls__isnull=False).first()


def _link() -> str:
    from hotline.outbox.models import Message

    message = Message.objects.filter(text__contains="/jobs/t/").first()
    found = re.search(r"/jobs/t/\S+/", message.text) if message else None
    return found[0] if found else ""


def _is_closed(case: Case) -> bool:
    from hotline.followups.life import Liking
    from hotline.followups.models import FollowUp

    asked = FollowUp.objects.filter(case=case, status="asked", outcome=Liking.VERY).exists()
    case.refresh_from_db()
    return asked and case.status == "closed" and case.result == "solved"


def _sounds(call: Call, folder: Path) -> bool:
    """Say whether what each side said can be heard apart in what is kept of a call."""
    from hotline.callers.store import Store
    from hotline.calls.models import Speaker
    from hotline.calls.recordings import companding

    voices = Store("voice_file", lambda: folder / "voices")
    rows = {row.side: companding.decode(voices.get(row.file)) for row in call.recordings.all()}
    shares = {}
    for side, samples in rows.items():
        file = folder / f"{side}.wav"
        recording.write(file, samples)
        shares[side] = [tone_share(file, hz) for hz in (CHENS_TONE, SEATS_TONE)]
    far, operator = (shares.get(side, [0.0, 0.0]) for side in (Speaker.FAR, Speaker.OPERATOR))
    return far[0] > 0.9 and far[1] < 0.1 and operator[1] > 0.9 and operator[0] < 0.1


def _faults_of_the_journal() -> list[str]:
    from hotline.journal import verify

    return verify.run()

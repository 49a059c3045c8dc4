"""The full call on the switch: two calls with everything in them, each step proved by what every telephone heard of it.

Nothing stands in for anything: Asterisk carries the sound, operator 28's telephone is his browser, a colleague's a SIP telephone
that registers with the password of his sign-on, citizens and the provider are behind the carrier. Each hums a tone of its own, and so
does the music; the line's words are known by how loud they are over time.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from hotline.telephony.ari.server import AsteriskServer
from tests import hearing
from tests.calls.exchange import db, seat_of, until
from tests.drills.telephones import calls_of, stands
from tests.hearing import ALIKE, AUDIBLE
from tests.phones import Baresip, at, write_tone
from tests.running import Hotline
from tests.stories import hands, headsets
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE
from tests.stories.hands import WAIT_S, Operator
from tests.stories.headsets import at_phone, headset, picks_up

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["headset"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]
SHOP, SHOPS_TONE = "13800000001", 1300
WANG, WANGS_TONE = "13800005127", 700
COLLEAGUES_TONE, MUSIC = 1100, 1700
TONES = {CHENS_TONE, SEATS_TONE, SHOPS_TONE, WANGS_TONE, COLLEAGUES_TONE, MUSIC}
SETTLED_S = 2.5
"""How long a telephone listens before it is asked what it hears: a second of that is what is looked at."""


@pytest.fixture
def asterisk(tmp_path: Path, network: str) -> Iterator[AsteriskServer]:
    """A real Asterisk whose music is one tone."""
    music = tmp_path / "music"
    music.mkdir()
    write_tone(music / "hold.wav", MUSIC, seconds=30)
    running = headsets.switch(tmp_path, network, music=music)
    yield running
    running.stop()


@pytest.fixture
def cast(cast: Town) -> Town:
    """The named cast, and a line that asks its callers afterwards what they think."""
    from hotline.lines import actions as lines
    from hotline.lines.plans import Plan

    plan = Plan(name="主线", numbers=(LINE,), rates=True)
    lines.found_line("main", plan=plan, by=cast.people["admin"])
    return cast


@pytest.fixture
async def chen(tmp_path: Path, network: str) -> AsyncIterator[Baresip]:
    """Ms Chen's telephone: where the carrier has those who only ring us."""
    async with Baresip(tmp_path / "chen", f"{network}3", user=CHEN, tone=CHENS_TONE) as phone:
        yield phone


@pytest.fixture
async def shop(tmp_path: Path, network: str) -> AsyncIterator[Baresip]:
    """The telephone of 家家乐, which picks up by itself: where the carrier rings for us."""
    async with Baresip(tmp_path / "shop", f"{network}2", user=SHOP, tone=SHOPS_TONE) as phone:
        yield phone


@pytest.fixture
async def wang(tmp_path: Path, network: str) -> AsyncIterator[Baresip]:
    """Mr Wang's telephone, which rings until he picks it up: where the carrier rings for us."""
    phone = Baresip(tmp_path / "wang", f"{network}2", user=WANG, tone=WANGS_TONE, picks_up=False)
    async with phone:
        yield phone


async def test_a_citizen_waits_is_answered_held_joined_with_the_provider_and_left_with_him(
    hotline: Hotline,
    asterisk: AsteriskServer,
    headset: Browser,
    cast: Town,
    chen: Baresip,
    shop: Baresip,
) -> None:
    operator, window = await at_phone(headset, hotline, cast)
    await chen.dial(LINE, at=at(asterisk))
    await _waits_and_is_told_her_place(chen)

    await _is_free(operator)
    await picks_up(operator, window)
    await _hear(chen, {SEATS_TONE})
    await _plays(window, {CHENS_TONE})

    await _strikes(operator, "F4", talk="held")
    await _hear(chen, {MUSIC})
    await _plays(window, set())
    await _strikes(operator, "F4", talk="together")
    await _hear(chen, {SEATS_TONE})

    await _asks_aside(operator, "家家", "家家乐")
    await expect(_bar(operator, "aside")).to_contain_text("在通话里")
    await _hear(chen, {MUSIC})
    await _hear(shop, {SEATS_TONE})
    await _plays(window, {SHOPS_TONE})

    await _strikes(operator, "F9", talk="three")
    await _hear(chen, {SEATS_TONE, SHOPS_TONE})
    await _hear(shop, {SEATS_TONE, CHENS_TONE})
    await _plays(window, {CHENS_TONE, SHOPS_TONE})

    await operator.can_strike("F8")
    await operator.strike("F8")
    await expect(operator.bar("passed")).to_be_visible()
    await expect(window.locator("soft-phone")).to_have_attribute("data-state", "ready")
    await _hear(chen, {SHOPS_TONE})
    await _hear(shop, {CHENS_TONE})
    await chen.hang_up()
    await shop.gone()

    await until(lambda: stands(CHEN, "ended"), for_s=WAIT_S)
    [call] = await db(calls_of)(CHEN)
    assert (call.how, call.operator_id, call.attitude) == ("answered", cast.operator_28.pk, None)
    assert call.wait_s
    assert call.talk_s
    assert (await db(seat_of)(cast.operator_28)).state == "after"
    assert operator.faults == []


async def test_who_keeps_his_place_is_called_back_passed_to_a_colleague_and_asked_what_he_thinks(
    hotline: Hotline,
    asterisk: AsteriskServer,
    headset: Browser,
    cast: Town,
    wang: Baresip,
    tmp_path: Path,
    network: str,
) -> None:
    operator, window = await at_phone(headset, hotline, cast)
    other = await hands.at_desk(headset, hotline.address)
    await other.sign_in("op21", await db(hands.password)(cast, "op21"))
    await other.sign_on("sip")
    telephone = await _telephone_of(cast, asterisk, tmp_path, f"{network}4")
    async with telephone as colleague:
        await until(lambda: seat_of(cast.people["op21"]).online, for_s=WAIT_S)
        await _keeps_his_place(wang, asterisk)
        await _is_free(operator)
        await picks_up(operator, window, stands="dialling")
        await wang.answer()
        await expect(operator.bar("talking")).to_be_visible()
        await _hear(wang, {SEATS_TONE})
        await _plays(window, {WANGS_TONE})

        await other.be_ready()
        await _asks_aside(operator, "21", "21")
        await colleague.answer()
        await expect(_bar(operator, "aside")).to_contain_text("在通话里")
        await _hear(wang, {MUSIC})
        await _hear(colleague, {SEATS_TONE})
        await _plays(window, {COLLEAGUES_TONE})
        await operator.can_strike("F8")
        await operator.strike("F8")
        await expect(window.locator("soft-phone")).to_have_attribute("data-state", "ready")
        await expect(other.bar("talking")).to_be_visible()
        await _hear(wang, {COLLEAGUES_TONE})
        await _hear(colleague, {WANGS_TONE})

        await colleague.hang_up()
        await _says_what_he_thinks(wang)
    await until(lambda: stands(WANG, "ended"), for_s=WAIT_S)
    [call] = await db(calls_of)(WANG)
    assert (call.how, call.operator_id) == ("answered", cast.people["op21"].pk)
    assert (call.attitude, call.result) == (2, 1)
    assert [(await db(seat_of)(cast.people[one])).state for one in ("op28", "op21")] == [
        "after"
    ] * 2
    assert operator.faults == other.faults == []


async def _telephone_of(
    cast: Town, asterisk: AsteriskServer, folder: Path, address: str
) -> Baresip:
    """Return a colleague's telephone, which registers with the password of his sign-on."""
    return Baresip(
        folder / "colleague",
        address,
        user="seat-21",
        tone=COLLEAGUES_TONE,
        registrar=at(asterisk),
        password=await db(headsets.password_of)(cast.people["op21"]),
        picks_up=False,
    )


# -- what happens ---------------------------------------------------------------------------------


async def _waits_and_is_told_her_place(chen: Baresip) -> None:
    """Nobody is free: she is greeted, hears music, that all are busy, music again, and how it stands."""
    await _is_told(chen, "recorded_notice", "please_wait", "press_1_to_be_called")
    await _hear(chen, {MUSIC})
    await db(_it_is_time)(CHEN)
    before_s = hearing.length_s(chen.ear)
    await _is_told(chen, "your_place n1", begin_s=before_s)
    right, wrong = (
        hearing.words(chen.ear, "your_place", n, begin_s=before_s) for n in ("n1", "n2")
    )
    assert right > wrong
    assert stands(CHEN, "waiting")


async def _keeps_his_place(wang: Baresip, asterisk: AsteriskServer) -> None:
    """He hears that he may be called back, presses 1, is told that he will be, and the call is over."""
    await wang.dial(LINE, at=at(asterisk))
    await _is_told(wang, "press_1_to_be_called")
    await wang.press("1")
    await wang.gone()
    assert hearing.words(wang.ear, "we_call_you_back") > ALIKE
    await until(lambda: stands(WANG, "promised"), for_s=WAIT_S)


async def _is_free(operator: Operator) -> None:
    """He takes calls from now on, and somebody waits: the next moment his telephone rings."""
    await operator.can_strike("F6")
    await operator.strike("F6")


async def _asks_aside(operator: Operator, letters: str, name: str) -> None:
    """He looks somebody up by a few letters, and asks him while the citizen hears music."""
    await operator.can_strike("F8")
    await operator.strike("F8")
    await operator.write(letters)
    option = operator.page.get_by_role("option", name=name).first
    await expect(option).to_be_visible()
    await operator.strike("Enter", "Control+Enter")
    await expect(_bar(operator, "aside")).to_be_visible()


async def _strikes(operator: Operator, key: str, *, talk: str) -> None:
    """He strikes a key, and those in the call hear each other otherwise."""
    await operator.can_strike(key)
    await operator.strike(key)
    await expect(_bar(operator, talk)).to_be_visible()


async def _says_what_he_thinks(wang: Baresip) -> None:
    """Nobody is on the line any more: he presses that he is satisfied and that it is solved, is thanked, and let go."""
    await _is_told(wang, "rate_attitude")
    await wang.press("2")
    await _is_told(wang, "rate_result")
    await wang.press("1")
    await wang.gone()
    assert hearing.words(wang.ear, "thanks") > ALIKE


def _bar(operator: Operator, talk: str) -> Locator:
    """Return the bar of a call in which people hear each other so."""
    return operator.page.locator(f'.call-top .callbar[data-talk="{talk}"]')


def _it_is_time(number: str) -> None:
    """Let the moment have come at which a caller who waits is told again how it stands."""
    from hotline import clock
    from hotline.calls.models import Call

    [call] = calls_of(number)
    Call.objects.filter(pk=call.pk).update(until_at=clock.now())


# -- what is heard --------------------------------------------------------------------------------


async def _hear(phone: Baresip, tones: set[int]) -> None:
    """Fail unless a telephone hears these and nothing else."""
    await phone.hears(seconds=SETTLED_S)
    loud = {hz: round(hearing.tone(phone.ear, hz)) for hz in sorted(TONES)}
    assert {hz for hz, one in loud.items() if one > AUDIBLE} == tones, (phone.user, loud)
    assert all(one < AUDIBLE / 2 for hz, one in loud.items() if hz not in tones), (phone.user, loud)


async def _plays(window: Page, tones: set[int]) -> None:
    """Fail unless the browser plays these and nothing else."""
    sound = await headsets.spectrum(window)
    loud = {hz: round(headsets.level(sound, hz)) for hz in sorted(TONES)}
    assert {hz for hz, one in loud.items() if one > headsets.PLAYED} == tones, loud
    assert all(one < headsets.SILENT for hz, one in loud.items() if hz not in tones), loud


async def _is_told(phone: Baresip, *said: str, begin_s: float = 0.0) -> None:
    """Wait until a telephone has heard these, with music between them or not; each is a prompt, or several without a pause."""
    give_up_at = time.monotonic() + WAIT_S
    for prompts in said:
        alike = 0.0
        while alike < ALIKE:
            assert time.monotonic() < give_up_at, f"{phone.user}: no {prompts}, {alike:.2f} at most"
            await phone.hears(seconds=0.5)
            alike = hearing.words(phone.ear, *prompts.split(), begin_s=begin_s)

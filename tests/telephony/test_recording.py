"""A recording as a switch writes it: read back whole, or as far as it got; and what the exchange in memory records."""

from __future__ import annotations

import struct
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.telephony import port, recording
from hotline.telephony.recording import RATE, NotSound, Side
from hotline.telephony.sim.tape import TONES, Tape
from tests.phones import tone_share
from tests.telephony.conftest import Stand

SAMPLES = st.lists(st.integers(-32768, 32767), max_size=300).map(lambda them: array("h", them))


@given(SAMPLES)
def test_what_is_written_is_read(samples: array[int]) -> None:
    content = recording.head(len(samples)) + samples.tobytes()
    assert recording.samples_of(content) == samples


@given(SAMPLES, st.integers(0, 40))
def test_a_switch_that_was_killed_has_left_what_it_wrote(samples: array[int], cut: int) -> None:
    """Its head still says nothing, or more than is there; the last sample may be half."""
    whole = samples.tobytes()
    lies = whole[: max(0, len(whole) - cut)]
    for head in (recording.head(0), recording.head(len(samples))):
        assert recording.samples_of(head + lies) == samples[: len(lies) // 2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        bytes(200),
        recording.head(9, channels=2) + bytes(36),
        recording.head(9).replace(struct.pack("<I", RATE), struct.pack("<I", 2 * RATE)) + bytes(18),
    ],
)
def test_what_is_no_recording_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotSound):
        recording.samples_of(content)


def test_the_names_in_a_folder_are_those_with_a_side(tmp_path: Path) -> None:
    for name in ("sim-1-said.wav", "c7-f1-heard.wav", "mixed.wav", "x-said.txt"):
        (tmp_path / name).touch()
    assert recording.names(tmp_path) == {"sim-1", "c7-f1"}
    assert [side for side, _path in recording.files(tmp_path, "c7-f1")] == [Side.HEARD]


def test_each_side_of_a_tape_sounds_when_it_spoke_and_is_silent_else(tmp_path: Path) -> None:
    tape = Tape("t")
    tape.note(Side.SAID, 0.0, "喂喂")
    tape.note(Side.HEARD, 2.0, "您好")
    tape.write(tmp_path, 3.0)
    said, heard = (recording.read(recording.file(tmp_path, "t", side)) for side in Side)
    assert len(said) == len(heard) == 3 * RATE
    assert max(said[:RATE]) > 5000
    assert not any(said[RATE:])
    assert not any(heard[: 2 * RATE])
    assert max(heard[2 * RATE :]) > 5000


def test_words_that_come_faster_than_they_sound_follow_one_another(tmp_path: Path) -> None:
    tape = Tape("t")
    for _time in range(3):
        tape.note(Side.SAID, 0.0, "快说")
    tape.write(tmp_path, 0.5)
    said = recording.read(recording.file(tmp_path, "t", Side.SAID))
    assert len(said) == pytest.approx((6 * 0.3 - 0.06) * RATE, abs=2)
    assert max(said[int(1.55 * RATE) :]) > 5000


async def test_the_exchange_records_each_side_of_a_leg_apart(sim: Stand, tmp_path: Path) -> None:
    exchange = sim.switch.exchange  # type: ignore[attr-defined]
    exchange.recordings = tmp_path / "recordings"
    chen, seat = sim.switch.handset("tel:13800005126"), sim.switch.handset("seat:28")  # type: ignore[attr-defined]
    await chen.ring("81890")
    call = await sim.ear.next(port.CallArrived)
    await sim.switch.answer(call.leg)
    await chen.speak("没人听")  # alone in the queue: nobody hears it, and it is in no recording
    await sim.switch.originate("seat", to="seat:28", caller_id="81890", ring_s=5)
    await sim.ear.next(port.LegRinging)
    await seat.answer()
    await sim.ear.next(port.LegAnswered, leg="seat")
    await sim.switch.connect("talk", [call.leg, "seat"])
    await chen.speak("水管漏了")
    await seat.speak("马上派人来修")
    assert recording.names(exchange.recordings) == set()
    await chen.hang_up()
    await sim.ear.next(port.LegGone, leg=call.leg)

    assert recording.names(exchange.recordings) == {call.recording}
    said, heard = (recording.file(exchange.recordings, call.recording, side) for side in Side)
    assert tone_share(said, TONES[Side.SAID], seconds=0.2) > 0.8
    assert tone_share(said, TONES[Side.HEARD], seconds=0.2) < 0.1
    assert tone_share(heard, TONES[Side.HEARD], seconds=0.2) > 0.8
    assert tone_share(heard, TONES[Side.SAID], seconds=0.2) < 0.1
    assert said.stat().st_mode & 0o77 == 0
    assert exchange.recordings.stat().st_mode & 0o77 == 0

"""The arithmetic of recordings: the code they are kept in, the peaks that are drawn, two sides as one sound."""

from __future__ import annotations

import re
import wave
from array import array
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from hotline.calls.recordings import companding, waveform
from hotline.calls.recordings.stereo import Stereo

SAMPLE = st.integers(-32768, 32767)
SAMPLES = st.lists(SAMPLE, max_size=400).map(lambda them: array("h", them))
CODE = st.binary(max_size=300)


def test_every_code_is_its_own_sample() -> None:
    codes = bytes(range(256))
    assert companding.encode(companding.decode(codes)) == codes
    assert len(set(companding.decode(codes))) == 256
    assert max(companding.decode(codes)) == companding.MOST


def test_the_code_is_the_one_that_telephone_lines_carry() -> None:
    """Some values of the recommendation's tables, in 16 bits: the softest, the loudest, and one between."""
    assert list(companding.decode(b"\xd5\x55\xaa\x2a\x80")) == [8, -8, 32256, -32256, 5504]


@given(SAMPLE)
def test_a_sample_comes_back_within_a_32nd_of_itself(sample: int) -> None:
    (back,) = companding.decode(companding.encode(array("h", [sample])))
    told = max(-companding.MOST, min(companding.MOST, sample))
    assert abs(back - told) <= max(8, abs(told) / 32)


@given(SAMPLE, SAMPLE)
def test_the_code_keeps_what_is_louder(one: int, other: int) -> None:
    low, high = companding.decode(companding.encode(array("h", sorted((one, other)))))
    assert low <= high


@given(SAMPLES, st.integers(1, 150), st.integers(0, 600))
def test_there_are_as_many_peaks_as_are_wanted(
    samples: array[int], count: int, longer: int
) -> None:
    peaks = waveform.peaks(samples, of=longer, count=count)
    assert len(peaks) == count
    loudest = max((min(255, abs(one) >> 7) for one in samples), default=0)
    assert loudest <= max(peaks) <= loudest + 1


@given(SAMPLES.filter(bool), st.integers(1, 150))
def test_each_peak_is_the_loudest_of_its_part(samples: array[int], count: int) -> None:
    peaks = waveform.peaks(samples, count=count)
    for n, peak in enumerate(peaks):
        part = samples[len(samples) * n // count : len(samples) * (n + 1) // count]
        assert peak == min(255, max((max(part), -min(part))) >> 7) if part else peak == 0


@given(SAMPLES, st.integers(0, 300))
def test_a_shorter_side_is_silent_where_the_other_goes_on(samples: array[int], more: int) -> None:
    whole = len(samples) + more
    silent_from = -(-len(samples) * waveform.PEAKS // whole) if whole else 0
    assert not any(waveform.peaks(samples, of=whole)[silent_from:])


@given(st.binary(min_size=waveform.PEAKS, max_size=waveform.PEAKS), st.booleans())
def test_the_bars_stay_within_their_half_of_the_picture(loud: bytes, up: bool) -> None:
    drawn = re.findall(r"M([\d.]+) (\d+)v(-?)(\d+)", waveform.bars(loud, up=up))
    assert len(drawn) == sum(1 for peak in loud if peak)
    for x, y, sign, height in drawn:
        assert 0 < float(x) < waveform.WIDTH
        assert int(y) == waveform.HEIGHT / 2
        assert 0 < int(height) < waveform.HEIGHT / 2
        assert (sign == "-") is up


def test_the_louder_the_higher() -> None:
    heights = [
        int(re.findall(r"v-(\d+)", waveform.bars(bytes([peak]), up=True))[0])
        for peak in range(1, 256)
    ]
    assert heights == sorted(heights)
    assert len(set(heights)) > 5


@given(CODE, CODE, st.data())
def test_any_part_of_a_sound_is_that_part_of_the_whole(
    left: bytes, right: bytes, data: st.DataObject
) -> None:
    sound = Stereo(left, right)
    whole = b"".join(sound.part(0, sound.size))
    assert len(whole) == sound.size
    start = data.draw(st.integers(0, sound.size))
    end = data.draw(st.integers(start, sound.size + 50))
    assert b"".join(sound.part(start, end)) == whole[start:end]


def test_a_long_sound_is_made_in_pieces_that_fit_together() -> None:
    code = bytes(n * 7 % 256 for n in range(50_000))
    sound = Stereo(code, code[::-1])
    pieces = list(sound.part(0, sound.size))
    assert len(pieces) > 3
    assert b"".join(sound.part(99_999, 150_001)) == b"".join(pieces)[99_999:150_001]


@given(CODE, CODE)
def test_who_is_at_the_far_end_sounds_left_and_the_operator_right(
    left: bytes, right: bytes
) -> None:
    sound = Stereo(left, right)
    with wave.open(BytesIO(b"".join(sound.part(0, sound.size)))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 8000, 2)
        samples = array("h", file.readframes(file.getnframes()))
    assert samples[0::2][: len(left)] == companding.decode(left)
    assert samples[1::2][: len(right)] == companding.decode(right)
    assert not any(samples[0::2][len(left) :])
    assert not any(samples[1::2][len(right) :])

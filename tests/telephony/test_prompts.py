"""Every prompt in the table is recorded, small, and as a telephone carries it."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from hotline.telephony import prompts


@pytest.mark.parametrize("name", prompts.texts())
def test_every_text_is_recorded(name: str) -> None:
    assert 0.2 < prompts.length_s(name) < 15


def test_every_recording_has_its_text() -> None:
    assert {it.stem for it in prompts.FOLDER.glob("*.wav")} == set(prompts.texts())


def test_a_prompt_that_is_not_there_takes_no_time() -> None:
    assert prompts.length_s("nothing") == 0


@pytest.mark.parametrize("path", sorted(prompts.FOLDER.rglob("*.wav")), ids=lambda it: it.stem)
def test_the_sounds_are_small_and_narrow_band(path: Path) -> None:
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
    assert path.stat().st_size < 200_000

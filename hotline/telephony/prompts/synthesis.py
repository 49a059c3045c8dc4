"""Speak the placeholder prompts and play the hold music into files (needs espeak-ng and sox).

Decides the voice and the tune. Run it after a change of `texts.toml`:
`python -m hotline.telephony.prompts.synthesis`.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from hotline.telephony import prompts

TELEPHONE = ("-r", "8000", "-c", "1", "-b", "16")  # narrow band, as the line carries it
CHORDS = ("C4 E4 G4 D5", "A3 C4 E4 C5", "F3 A3 C4 A4", "G3 B3 D4 B4")
CHORD_S = 3
ONE_BY_ONE = "delay 0 0.4 0.8 1.2 remix -"
SOFTLY = "fade h 0.02 3 0.4 lowpass 1800 reverb 30 gain -n -8"


def speak(text: str, out: Path) -> None:
    """Say *text* in Mandarin into the file *out*.

    As pinyin, because several releases of espeak-ng cannot read the characters.
    """
    pinyin = " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))
    with tempfile.NamedTemporaryFile(suffix=".wav") as raw:
        _run("espeak-ng", "-v", "cmn-latn-pinyin", "-s", "150", "-w", raw.name, pinyin)
        _run("sox", raw.name, *TELEPHONE, str(out), "norm", "-6", "dither", "-S")


def play_music(out: Path) -> None:
    """Pluck four soft chords, note after note, so that the end meets the beginning."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / f"{number}.wav" for number in range(len(CHORDS))]
        for part, chord in zip(parts, CHORDS, strict=True):
            notes = [word for note in chord.split() for word in ("pluck", note)]
            synth = ["synth", str(CHORD_S), *notes, *ONE_BY_ONE.split()]
            cut = ["trim", "0", str(CHORD_S), *SOFTLY.split(), "trim", "0", str(CHORD_S)]
            _run("sox", "-n", "-r", "8000", "-b", "16", str(part), *synth, *cut)
        _run("sox", *map(str, parts), *TELEPHONE, str(out), "dither", "-S")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def main() -> None:
    """Make every sound file anew."""
    prompts.MUSIC.mkdir(exist_ok=True)
    for name, text in prompts.texts().items():
        speak(text, prompts.FOLDER / f"{name}.wav")
    play_music(prompts.MUSIC / "hold.wav")


if __name__ == "__main__":
    main()

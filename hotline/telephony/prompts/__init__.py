"""What a caller hears from the line itself: prompts and hold music, as sound files in this folder.

Decides names, words and lengths. Which prompt is played when is left to the rules of a call; a city
that has recorded its own voice points `configuration.Configuration.prompts` at its own folder.
"""

from __future__ import annotations

import tomllib
import wave
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
MUSIC = FOLDER / "music"  # a folder of its own: the switch plays all that is in it


@cache
def texts() -> dict[str, str]:
    """Return the words of every prompt by its name."""
    table = tomllib.loads((FOLDER / "texts.toml").read_text(encoding="utf-8"))
    return {name: str(words) for name, words in table.items()}


@cache
def length_s(name: str, folder: Path = FOLDER) -> float:
    """Return how many seconds the prompt *name* takes; 0 when there is no such recording."""
    try:
        with wave.open(str(folder / f"{name}.wav")) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except FileNotFoundError:
        return 0.0

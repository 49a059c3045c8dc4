"""Reading the key of a row out of what was sent: "42" is one, "²", "٤٢" and five thousand nines are none."""

from __future__ import annotations

import re

_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


def row_key(text: str | None) -> int | None:
    """Return the key that a text is; None when no table can have such a row."""
    return int(text) if text and _KEY.fullmatch(text) else None

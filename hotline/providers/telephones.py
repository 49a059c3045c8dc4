"""Telephone numbers of firms as people write them. Pure."""

from __future__ import annotations

import re
import unicodedata

_WRITTEN = re.compile(r"\+?[0-9]{5,15}")


def read(typed: str) -> str:
    """Return a number without what people put between its digits; ValueError when it is none."""
    bare = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", typed).strip())
    if not _WRITTEN.fullmatch(bare):
        raise ValueError(f"no telephone number: {typed[:20]!r}")
    return bare

"""Pinyin initials, by which an operator finds a word with a few keys."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(word: str) -> str:
    """Return the first letter of each syllable in small letters, digits kept, all else left out."""
    letters = "".join(lazy_pinyin(word, style=Style.FIRST_LETTER)).lower()
    return "".join(one for one in letters if one.isascii() and one.isalnum())

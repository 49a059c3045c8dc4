"""The words said beside entries: whether each is still the one of which the entry keeps the salted hash, or erased."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from . import chain

_WORDS = "SELECT id::text, salt, text, erased_at IS NOT NULL FROM journal_words WHERE id = ANY(%s::uuid[])"


def faults(entries: list[tuple[int, dict[str, Any]]]) -> Iterator[str]:
    """Yield a sentence for each entry, by number and what was said, whose words are not what was said."""
    said = [(pk, reference) for pk, told in entries for reference in references(told)]
    if not said:
        return
    kept = _kept([reference["words"] for _pk, reference in said])
    for pk, reference in said:
        words = kept.get(reference["words"])
        if words is None:
            yield _("日志 #%(entry)s 的附言不见了。") % {"entry": pk}
        elif not words[2] and chain.salted(words[0], words[1]) != reference["hash"]:
            yield _("日志 #%(entry)s 的附言被改动。") % {"entry": pk}


def references(said: Any) -> Iterator[dict[str, str]]:
    """Yield each place of an entry that points to words."""
    if isinstance(said, dict):
        if said.keys() == {"words", "hash"}:
            yield said
            return
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from references(one)


def _kept(wanted: list[str]) -> dict[str, tuple[bytes, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [wanted])
        return {pk: (bytes(salt), text, erased) for pk, salt, text, erased in cursor.fetchall()}

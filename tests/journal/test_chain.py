"""The canonical text: it may never change, for every hash ever taken hangs on it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotline.journal import chain

AT = datetime(2012, 9, 26, 0, 8, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SAID = st.dictionaries(
    TEXT,
    st.recursive(
        TEXT | st.integers() | st.booleans(), lambda of: st.lists(of) | st.dictionaries(TEXT, of)
    ),
)


def plainly(**entry: Any) -> bytes:
    """Hash an entry as the first release wrote it down."""
    content = [
        entry["at"].isoformat(timespec="microseconds"), entry["by"], entry["act"], entry["kind"], entry["subject"],
        entry["said"], entry["was"], entry["now"], entry["request"], entry["before"].hex(),
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


@given(said=SAID, act=TEXT, was=TEXT, request=TEXT, before=st.binary(), subject=st.integers())
def test_an_entry_is_hashed_as_it_always_was(
    said: dict[str, Any], act: str, was: str, request: str, before: bytes, subject: int
) -> None:
    entry: dict[str, Any] = {
        "at": AT, "by": 1, "act": act, "kind": "case", "subject": subject, "said": said, "was": was, "now": "",
        "request": request, "before": before,
    }  # fmt: skip
    assert chain.digest(**entry) == plainly(**entry)


def test_one_hash_is_known_by_heart() -> None:
    found = chain.digest(
        at=AT, by=1, act="take_in", kind="case", subject=31, said={"b": "水", "a": [1, True]}, was="", now="open",
        request="", before=b"\x01",
    )  # fmt: skip
    assert found.hex() == "dd53cb35b404d0c3c28ce5d8587f49d9b51cc198fbb87f52334e7a980ff6da82"


def test_what_a_seal_holds_is_read_as_it_was_written() -> None:
    members = [chain.Member(n, n * 7, bytes([n]) * 32) for n in range(1, 4)]
    assert list(chain.unpacked(chain.packed(members))) == members

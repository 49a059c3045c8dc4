"""A case's number and its query code."""

from __future__ import annotations

import re
import secrets

from django.db import connection

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that looks or sounds like something else when read out on the telephone."""

_NUMBER = re.compile(r"(?:\d{8}-)?0*(?P<serial>\d{1,12})|\d{8}0*(?P<padded>\d{5,12})", re.ASCII)
"""With its day or without; the dash left out only before five figures or more, as they are written: no telephone number."""


def next_key_and_serial() -> tuple[int, int]:
    """Take the next row's key and the next number: rising, never twice, gaps allowed, and nobody waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_id_seq'), nextval('case_number')")
        key, serial = cursor.fetchone()
    return key, serial


def new_query_code() -> str:
    """Return eight letters and figures that nobody can guess: 39 bits, and guessing is throttled."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def read(number: str) -> int | None:
    """Return the serial in a number as people write it, "20120926-00031" or "31"; None when it is none."""
    found = _NUMBER.fullmatch(number.strip())
    return int(found["serial"] or found["padded"]) if found else None

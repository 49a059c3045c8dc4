"""The signed link that a message brings to whoever asked: for one case, as long as the rule says."""

from __future__ import annotations

from django.core import signing

from hotline.rules import queries as rules

SALT = "hotline.track.link"


class LinkOver(Exception):
    """The link is no good: too old, or not ours."""


def make(*, case: int) -> str:
    """Return the last part of the address."""
    return signing.dumps(case, salt=SALT, compress=False)


def read(token: str) -> int:
    """Return which case a link opens, or raise `LinkOver`; none does while the line sends none."""
    try:
        case: int = signing.loads(token, salt=SALT, max_age=rules.book().time("citizen_link_h"))
    except signing.BadSignature:
        raise LinkOver from None
    return case

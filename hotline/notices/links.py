"""The signed link by which one person signs for one thing without signing in: that thing, that person, some hours, once.

What a link opens is found anew each time: whoever speaks for the unit no longer, or whose account is closed, holds a link
to nothing. A forged one is counted where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from hotline.people import lockout
from hotline.rules import queries as rules

SALT = "hotline.notice.sign"


class LinkOver(Exception):
    """The link is no good any more: too old."""


class LinkForged(LinkOver):
    """The link is none of ours."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a good link says: which thing, and by whose part in a unit."""

    kind: str
    subject: int
    liaison: int


class Guess(lockout.Attempt):
    """One link that was none of ours: which, from where. Counted apart from those who sign in."""

    @property
    def name_key(self) -> str:
        """Return what stands for the link."""
        return lockout.hashed("notice", self.username[:200])

    @property
    def address_key(self) -> str:
        """Return what stands for the address."""
        return lockout.hashed("signer", lockout.network(self.address))


def make(*, kind: str, subject: int, liaison: int) -> str:
    """Return the last part of the address."""
    return signing.dumps([kind, subject, liaison], salt=SALT, compress=False)


def read(token: str) -> Link:
    """Return what a link says, or raise `LinkOver`."""
    try:
        kind, subject, liaison = signing.loads(
            token, salt=SALT, max_age=rules.book().time("sign_link_h")
        )
    except signing.SignatureExpired:
        raise LinkOver from None
    except signing.BadSignature:
        raise LinkForged from None
    return Link(kind, subject, liaison)

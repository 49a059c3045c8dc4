"""Finding the case of whoever knows its number and its query code, and letting nobody guess.

A guess is counted before it is looked at, by number and by address, in the database; a number that nobody has
counts as one that somebody has. Which of the two was wrong is never said, and takes no other time to find out.
"""

from __future__ import annotations

import hmac
import unicodedata

from hotline.cases import numbers
from hotline.cases.life import Status
from hotline.cases.models import Case
from hotline.people import lockout

from . import actions

NOBODYS = "--------"
"""Compared with when there is no such case."""


class Guess(lockout.Attempt):
    """One try: which case's number, from where. Counted apart from those who sign in."""

    @property
    def name_key(self) -> str:
        """Return what stands for the number."""
        return lockout.hashed("case", self.username)

    @property
    def address_key(self) -> str:
        """Return what stands for the address."""
        return lockout.hashed("asker", lockout.network(self.address))


def find(number: str, code: str, *, address: str) -> Case | None:
    """Return the case that both mean, or None; raises `lockout.TooMany` after too many wrong ones."""
    serial = numbers.read(_plain(number))
    guess = Guess(str(serial) if serial is not None else _plain(number), address)
    left = lockout.count(guess)
    case = Case.objects.exclude(status=Status.VOID).filter(serial=serial or 0).first()
    right = case.query_code if case else NOBODYS
    same = hmac.compare_digest(_code(code).encode(), right.encode())
    if case is None or not same:
        if min(left.name, left.address) <= 0:
            actions.lock_out(address=address)
        return None
    lockout.forgive(guess)
    return case


def _plain(typed: str) -> str:
    """Return what was typed without what a hand or a Chinese keyboard adds."""
    wide = unicodedata.normalize("NFKC", typed).strip()
    return wide.replace("\u2014", "-").replace("\u2013", "-").replace(" ", "")[:40]


def _code(typed: str) -> str:
    return _plain(typed).replace("-", "").upper()

"""What a password must be, and the link by which somebody chooses his first or a new one, once."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hotline.rules import queries as rules

from .models import Person

LENGTH_LEAST = 12
"""NIST SP 800-63B-4 asks for 8 beside a second factor and 15 without; most here have one, all may."""
DISTINCT_LEAST = 5
SALT = "hotline.people.link"
SIGN = 24
"""How much of a session's sign a link carries."""
# Without what is easily mistaken when it is read out: 0 o, 1 l i.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

RUNS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
"""What fingers do by themselves, forwards and backwards."""


class ThoughtOfFirst:
    """Refuses what is left of nothing once names, this house's words, runs and repetitions are taken out.

    No letter, digit or sign is asked for (NIST SP 800-63B): what counts is what others would not try.
    """

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password that says nothing of its own."""
        left = password.lower()
        for word in sorted(_own_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        for run in _RUNS:
            left = left.replace(run, "")
        bare = left.strip(" 0123456789!@#$%^&*()-_=+.,?")
        common = bare in CommonPasswordValidator().passwords
        if common or len(set(left)) < DISTINCT_LEAST or _repeats(left):
            raise ValidationError(
                _("这个密码别人会先猜到。换一句只有自己想得到的话。"), code="guessed"
            )

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("不要用名字、热线号码、键盘上连着的键和重复的字。")


def _own_words(person: Person | None) -> set[str]:
    words = {"hotline", "password", settings.CONFIGURATION.line_number}
    if person is not None:
        words |= {person.username.lower(), person.name.lower()}
        words |= {person.number} if len(person.number) > 1 else set()
    return words - {""}


_RUNS = sorted(
    {
        line[start : start + length]
        for run in RUNS
        for line in (run, run[::-1])
        for length in range(4, len(run) + 1)
        for start in range(len(run) - length + 1)
    },
    key=len,
    reverse=True,
)


def _repeats(text: str) -> bool:
    """Say whether a text is one piece, again and again."""
    return bool(text) and text in (text + text)[1:-1]


VALIDATORS = (
    MinimumLengthValidator(LENGTH_LEAST),
    CommonPasswordValidator(),
    UserAttributeSimilarityValidator(("username", "name", "number")),
    ThoughtOfFirst(),
)


def check(password: str, person: Person | None = None) -> None:
    """Raise Django's ValidationError, one sentence a fault, for a password that is too weak."""
    validate_password(password, person, VALIDATORS)


def make() -> str:
    """Return a password to be read out and typed once: four groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def link_for(person: Person) -> str:
    """Return the last part of the address where *person* may choose a password, until he has."""
    held = {"person": person.pk, "signed": person.get_session_auth_hash()[:SIGN]}
    return signing.dumps(held, salt=SALT)


def whose(link: str) -> Person | None:
    """Return whose link this is; None for one that is used, replaced, too old or forged."""
    try:
        held = signing.loads(link, salt=SALT, max_age=rules.book().time("link_h"))
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=held["person"], is_active=True).first()
    if person is None:
        return None
    return person if person.is_signed_by(held["signed"], length=SIGN) else None

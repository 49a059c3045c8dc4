"""What a password must be, and the link by which somebody chooses his first or a new one, once."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core import signing

from hotline.rules import queries as rules

from .models import Person

LENGTH_LEAST = 10
SALT = "hotline.people.link"
# Without what is easily mistaken when it is read out: 0 o, 1 l i.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

VALIDATORS = (
    MinimumLengthValidator(LENGTH_LEAST),
    CommonPasswordValidator(),
    UserAttributeSimilarityValidator(("username", "name", "number")),
)


def check(password: str, person: Person | None = None) -> None:
    """Raise Django's ValidationError, one sentence a fault, for a password that is too weak."""
    validate_password(password, person, VALIDATORS)


def make() -> str:
    """Return a password to be read out and typed once: four groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def link_for(person: Person) -> str:
    """Return the last part of the address where *person* may choose a password, until he has."""
    held = {"person": person.pk, "signed": person.get_session_auth_hash()[:24]}
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
    signed = person.get_session_auth_hash()[:24]
    return person if secrets.compare_digest(held["signed"], signed) else None

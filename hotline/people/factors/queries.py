"""Questions about what somebody can show beside his password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from hotline.people.models import Person

from . import sealing

Kind = Authenticator.Type
FACTORS = (Kind.TOTP, Kind.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


@dataclass(frozen=True)
class Factor:
    """One second factor as its owner knows it."""

    pk: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


def of(person: Person) -> list[Factor]:
    """Return somebody's second factors, the oldest first."""
    rows = Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).order_by("pk")
    return [Factor(r.pk, r.type, _named(r), r.created_at, r.last_used_at) for r in rows]


def has_any(person: Person) -> bool:
    """Say whether somebody has a second factor."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists())


def who_has(people: list[Person]) -> set[int]:
    """Return which of these people have a second factor, by key."""
    rows = Authenticator.objects.filter(user__in=people, type__in=FACTORS)
    return set(rows.values_list("user_id", flat=True))


def codes_left(person: Person) -> int:
    """Return how many recovery codes somebody has left."""
    row = Authenticator.objects.filter(user_id=person.pk, type=Kind.RECOVERY_CODES).first()
    return len(row.data.get("codes", [])) if row else 0


def needing_old_key() -> list[int]:
    """Return the rows of which something does not open with the newest key."""
    rows = Authenticator.objects.exclude(type=Kind.WEBAUTHN).order_by("pk")
    return [row.pk for row in rows if any(map(sealing.needs_old_key, _sealed(row)))]


def _sealed(row: Authenticator) -> list[str]:
    return [*row.data.get("codes", []), *([row.data["secret"]] if "secret" in row.data else [])]


def _named(row: Authenticator) -> str:
    if row.type == Kind.TOTP:
        return _("验证器应用")
    return str(row.data.get("name") or _("通行密钥"))

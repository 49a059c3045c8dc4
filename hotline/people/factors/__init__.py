"""The second factor: who must have one, what somebody has, and whether what was shown is right.

allauth keeps the rows (`Authenticator`) and speaks WebAuthn; what it leaves to a cache that our processes do not
share (a code is good once, failures are counted) is decided here, in the database.
"""

from __future__ import annotations

from django.conf import settings

from hotline.people.models import Person


def are_demanded_of(person: Person) -> bool:
    """Say whether somebody's role must have a second factor in this installation."""
    return not settings.CONFIGURATION.demands_factor.isdisjoint(person.roles)

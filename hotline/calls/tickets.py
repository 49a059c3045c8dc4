"""Tickets to the switch: given to the telephone in the browser of whoever sits at a seat, read by the wire that leads there."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

AGE_S = 30
SALT = "hotline.calls.wire"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose telephone it is: the seat as the news call it, and the telephone as the switch does."""

    seat: str
    name: str


def give(ticket: Ticket) -> str:
    """Return a ticket as it stands in an address."""
    return signing.dumps({"seat": ticket.seat, "name": ticket.name}, salt=SALT)


def read(given: str) -> Ticket | None:
    """Return what a ticket says; None when it is old or forged."""
    try:
        said = signing.loads(given, salt=SALT, max_age=AGE_S)
    except signing.BadSignature:
        return None
    return Ticket(said["seat"], said["name"])

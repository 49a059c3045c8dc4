"""Seats' telephones between the switch and the database: which may register, which are there.

Runs in the switchboard's database thread, like the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hotline.journal import rows
from hotline.people import queries as people
from hotline.telephony import port

from . import accounts, actions
from . import commands as do
from .models import REGISTERS, Seat

_SEATS = "SELECT {columns} FROM {table} t WHERE phone = ANY(%s) ORDER BY id"


def account_of(address: str) -> accounts.Account | None:
    """Return what the telephone at *address* may register with now; None: it may not."""
    seat = Seat.objects.filter(address=address).first()
    return accounts.of(seat) if seat else None


def heard(event: port.PhoneOnline | port.PhoneOffline) -> None:
    """Note that a telephone came or went; whose went takes no calls until he says so again."""
    if isinstance(event, port.PhoneOnline):
        actions.find_phone(event.address)
    else:
        actions.lose_phone(event.address, by=people.the_clock())


def ask_seats() -> Callable[[], list[Seat]]:
    """Ask which seats have a telephone that registers, and return what waits for the answer."""
    return rows.asked(Seat, _SEATS, [list(REGISTERS)])


def catch_up(seats: Iterable[Seat], there: port.Snapshot) -> list[do.Account]:
    """Note which telephones are there now, and return the accounts to bring in order: one for each seat or stranger."""
    held = set()
    for seat in seats:
        if seat.address in there.phones and not seat.online:
            actions.find_phone(seat.address)
        elif seat.online and seat.address not in there.phones:
            actions.lose_phone(seat.address, by=people.the_clock())
        if seat.lease_until and seat.account:
            held.add(seat.address)
    return [do.Account(address) for address in sorted(there.accounts | held)]

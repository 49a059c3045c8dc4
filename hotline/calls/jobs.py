"""What the journal asks of seats."""

from __future__ import annotations

from hotline.journal.models import Entry
from hotline.people import queries as people
from hotline.people.models import Person

from . import actions

BY_ITSELF = ("idle", "long")
"""Why a session is ended without its owner's hand; he may sit at his desk in another."""


def leave_with_session(entry: Entry) -> None:
    """Take the seat back of whoever has signed out; who is signed in elsewhere too keeps what he renews there."""
    person = Person.objects.get(pk=entry.subject)
    himself = entry.act == "sign_out" and entry.said.get("why") not in BY_ITSELF
    if himself or not people.sessions_of(person):
        actions.vacate(person, by=people.the_clock())

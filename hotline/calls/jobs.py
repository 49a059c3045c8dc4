"""What the clock asks of calls, and the journal of seats."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hotline.journal.models import Entry
from hotline.people import queries as people
from hotline.people.models import Person

from . import actions
from .recordings import actions as recordings
from .recordings import queries

BY_ITSELF = ("idle", "long")
"""Why a session is ended without its owner's hand; he may sit at his desk in another."""


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="take_recordings", lock="take_recordings", name="calls.take_recordings")
def take_recordings(timestamp: int) -> None:
    """Seal the recordings whose calls are over, those that a crash has left too."""
    recordings.take_finished()


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="tidy_recordings", lock="tidy_recordings", name="calls.tidy_recordings")
def tidy_recordings(timestamp: int) -> None:
    """Put right what somebody who was killed has left among the sealed ones; each hour looks at other parts."""
    recordings.tidy(queries.parts_of(timestamp // 3600))


def leave_with_session(entry: Entry) -> None:
    """Take the seat back of whoever has signed out; who is signed in elsewhere too keeps what he renews there."""
    person = Person.objects.get(pk=entry.subject)
    himself = entry.act == "sign_out" and entry.said.get("why") not in BY_ITSELF
    if himself or not people.sessions_of(person):
        actions.vacate(person, by=people.the_clock())

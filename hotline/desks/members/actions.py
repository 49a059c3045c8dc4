"""What this desk does beyond one domain: a worker's photo is looked into as a case's papers are, and kept small."""

from __future__ import annotations

from hotline.papers import looking
from hotline.people.models import Person
from hotline.providers.models import Member
from hotline.providers.workers import actions as workers


def show_face(member: Member, *, by: Person, photo: bytes) -> None:
    """Keep the photo by which a citizen knows a worker, without what a camera writes into it."""
    workers.allow(by)
    workers.show_face(member, by=by, jpeg=looking.photo(photo).preview)

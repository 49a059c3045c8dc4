"""What this desk does beyond one domain: a photo is looked into as a case's papers are, and kept small."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hotline.papers import looking
from hotline.people.models import Person
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Credential, Member, Provider
from hotline.providers.workers import actions as workers
from hotline.scans import actions as scans


def show_face(member: Member, *, by: Person, photo: bytes) -> None:
    """Keep the photo by which a citizen knows a worker, without what a camera writes into it."""
    workers.allow(by)
    workers.show_face(member, by=by, jpeg=looking.photo(photo).preview)


def add_paper(
    provider: Provider,
    *,
    by: Person,
    photo: bytes = b"",
    member: Member | None = None,
    **given: Any,
) -> Credential:
    """Write down a paper that somebody has seen, and keep its picture where one was taken."""
    jpeg = looking.photo(photo).preview if photo else b""
    with transaction.atomic():
        paper = papers.add_paper(provider, by=by, member=member, **given)
        if jpeg:
            scans.keep(paper, by=by, jpeg=jpeg)
    return paper

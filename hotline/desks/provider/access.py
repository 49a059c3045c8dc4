"""Who stands before the provider's page: a worker by the signed link of one job, or signed in for all of his provider's."""

from __future__ import annotations

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse

from hotline.dispatch import links
from hotline.dispatch.life import OPEN
from hotline.dispatch.models import Dispatch
from hotline.papers import queries as papers
from hotline.papers.models import Paper, PaperQuerySet
from hotline.people.models import Person
from hotline.providers.models import Member


@dataclass(frozen=True, slots=True)
class Access:
    """A worker before one job."""

    member: Member
    dispatch: Dispatch
    token: str = ""
    """What he holds instead of an account."""

    @property
    def person(self) -> Person:
        """Return the worker's account: whoever acts, in the journal's words."""
        return self.member.person

    @property
    def papers(self) -> PaperQuerySet:
        """Return the photos and letters that help him: those of the case as long as the job is his."""
        shown = papers.shown(self.dispatch.case, self.person)
        return shown if self.dispatch.status in OPEN else shown.none()

    def picture(self, paper: Paper) -> str:
        """Return where he sees a paper."""
        if self.token:
            return reverse("job-link-photo", args=[self.token, paper.pk])
        return reverse("papers:preview", args=[paper.pk])


def by_link(token: str) -> Access:
    """Let in whoever holds a good link, to that one job; raises `links.LinkOver`, 404 for one who left."""
    link = links.read(token)
    member = get_object_or_404(
        Member.objects.standing().select_related("person", "provider"),
        pk=link.member,
        person__is_active=True,
    )
    return Access(member, get_object_or_404(_jobs(member), pk=link.dispatch), token)


def by_account(person: Person, pk: int) -> Access:
    """Let a signed-in worker in to one of his provider's jobs."""
    rows = Member.objects.standing().select_related("person", "provider")
    member = get_object_or_404(rows, person=person)
    return Access(member, get_object_or_404(_jobs(member), pk=pk))


def _jobs(member: Member):  # type: ignore[no-untyped-def]
    rows = Dispatch.objects.seen_by(member.person)
    return rows.select_related(
        "case__service", "case__area__parent", "case__caller", "provider", "under_warranty"
    )

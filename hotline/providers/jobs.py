"""What the clocks ask of providers: a message before a paper ends, and to count one from its first day."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock

from .credentials import actions as papers
from .models import Credential


def paper_ends(paper: int) -> None:
    """Write to the provider that a paper ends soon."""
    row = Credential.objects.select_related("provider", "member__person").get(pk=paper)
    with transaction.atomic():
        days = papers.warn(row, by=the_clock())
        if days is None:
            return
        text = ngettext(
            "%(line)s：%(whose)s的%(paper)s %(day)s 到期，还有 %(n)s 天。请尽快把新的交给热线，到期后相关服务停派。",
            "%(line)s：%(whose)s的%(paper)s %(day)s 到期，还有 %(n)s 天。请尽快把新的交给热线，到期后相关服务停派。",
            days,
        ) % {
            "line": settings.CONFIGURATION.line_number,
            "whose": row.member or row.provider.short_name,
            "paper": row,
            "day": row.until_on,
            "n": days,
        }
        to = row.provider
        outbox.send(to=to.short_name, telephone=to.telephone, text=text, about=to.about)


def paper_begins(paper: int) -> None:
    """Let a paper count whose first day has come."""
    papers.begin_paper(Credential.objects.get(pk=paper), by=the_clock())

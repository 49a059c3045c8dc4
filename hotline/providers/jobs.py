"""What clocks and journal ask of providers: a message before a paper ends, to count one from its first day, and to ask for
what the catalogue asks anew.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline.catalogue.models import Service
from hotline.journal import reactions
from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock
from hotline.today import today

from .credentials import actions as papers
from .credentials.queries import RENDERED
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


@reactions.only_where(RENDERED)
def ask_permits(entry: Entry) -> None:
    """Let a service's new terms count for whoever renders it, and write to whoever lacks a permit for them."""
    service = Service.objects.get(pk=entry.subject)
    before = Service.objects.filter(code=service.code, valid_from__lt=service.valid_from)
    last = before.order_by("-valid_from").first()
    if last is None or set(last.permits) == set(service.permits):
        return
    with transaction.atomic():
        for provider, missing in papers.ask_permits(service, by=the_clock()):
            text = _(
                "%(line)s：%(day)s 起，做“%(service)s”要有%(permits)s，%(provider)s还没有交。请尽快交给热线，没有的从那天起停派这个小项。"
            ) % {
                "line": settings.CONFIGURATION.line_number,
                "day": max(service.valid_from, today()),
                "service": service,
                "permits": _("、").join(missing),
                "provider": provider.short_name,
            }
            outbox.send(
                to=provider.short_name,
                telephone=provider.telephone,
                text=text,
                about=provider.about,
            )


def terms_begin(service: int) -> None:
    """Let terms count whose first day has come."""
    papers.begin_terms(Service.objects.get(pk=service))


def paper_begins(paper: int) -> None:
    """Let a paper count whose first day has come."""
    papers.begin_paper(Credential.objects.get(pk=paper), by=the_clock())

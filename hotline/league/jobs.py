"""What follows from appraisals: a provider is told that there is one to read."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox

from .models import Appraisal


def tell_provider(entry: Entry) -> None:
    """Write to those who answer offers that the year's appraisal can be read."""
    found = Appraisal.objects.select_related("provider").get(pk=entry.subject)
    members = found.provider.members.standing().filter(answers_offers=True)
    for member in members.select_related("person"):
        outbox.send(
            to=member.person.name,
            telephone=member.telephone,
            text=_("%(line)s：%(year)s 年度考评已发布，请登录查看：%(link)s")
            % {
                "line": settings.CONFIGURATION.line_number,
                "year": found.year,
                "link": f"{settings.CONFIGURATION.address}/jobs/league",
            },
            about=found.about,
        )

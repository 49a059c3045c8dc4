"""What the journal asks of filings: the provider hears what became of each."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.journal import news
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox
from hotline.providers.models import Member

from .models import Filing


def tell_provider(entry: Entry) -> None:
    """Write to whoever answers for the provider: it is written down, or why not."""
    filing = Filing.objects.select_related("paper", "member__person").get(pk=entry.subject)
    [told] = journal.tell(Entry.objects.filter(pk=entry.pk))
    text = _("%(line)s：“%(what)s”%(how)s %(why)s").strip()
    said = {
        "line": settings.CONFIGURATION.line_number,
        "what": filing,
        "how": filing.get_status_display(),
        "why": told.said.get("why") or "",
    }
    rows = Member.objects.standing().filter(provider=filing.provider_id, answers_offers=True)
    for member in rows.select_related("person"):
        outbox.send(
            to=member.person.name,
            telephone=member.telephone,
            text=(text % said).strip(),
            about=filing.about,
        )
        news.announce(filing.about, entry.act, to=member.person.about)

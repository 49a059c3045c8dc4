"""The papers that a company brings, as somebody of the line sees them."""

from __future__ import annotations

from datetime import date, timedelta

from hotline.people.models import Person
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Credential, PaperKind, Provider
from hotline.today import today


def in_days(days: int) -> date:
    """Return the day so many days from today."""
    return today() + timedelta(days=days)


def bring_all(provider: Provider, *, by: Person, days: int = 365) -> list[Credential]:
    """Bring licence, identity and insurance, the last two good for some days."""
    return [
        papers.add_paper(provider, by=by, kind=PaperKind.LICENCE, number="91330381X", until_on=None),
        papers.add_paper(provider, by=by, kind=PaperKind.IDENTITY, number="330325197001011234", until_on=in_days(days)),
        papers.add_paper(provider, by=by, kind=PaperKind.INSURANCE, number="PICC-1", until_on=in_days(days)),
    ]  # fmt: skip

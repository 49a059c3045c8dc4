"""The papers of the sample town's providers as they stand now, and three who ask to be let in.

Nobody's papers have run out, so that everybody can be sent; some end soon, and one worker's card has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from hotline.people.models import Person
from hotline.people.queries import the_citizen
from hotline.providers import actions as providers
from hotline.providers.credentials import actions as papers
from hotline.providers.models import Form, Member, PaperKind, Provider

from . import records
from .cast import Cast
from .history import Life

SEEN_DAYS_AGO = 75
MADE_UP = "000000"
"""What no real number has in it."""


def everybody(cast: Cast, *, now: datetime) -> Iterator[Life]:
    """Yield how the papers of each provider were seen, and how each applicant fared."""
    for n, row in enumerate(records.rows("providers")):
        yield _papers(cast, row["code"], n, now)
    for n, row in enumerate(records.rows("applicants")):
        yield _coming(cast, row, n, now)


def _papers(cast: Cast, code: str, n: int, now: datetime) -> Life:
    yield now - timedelta(days=SEEN_DAYS_AGO, minutes=n)
    provider, by = cast.providers[code], cast.people["reviewer05"]
    _own(provider, n, by, now=now)
    for place, member in enumerate(Member.objects.filter(provider=provider).order_by("pk")):
        _of(member, n * 5 + place, by, now=now)


def _own(provider: Provider, n: int, by: Person, *, now: datetime) -> None:
    """Show licence, proof of identity and insurance; the first providers' insurance ends soon."""
    ends = timezone.localdate(now) + timedelta(days=(6, 21, 28)[n] if n < 3 else 40 + 13 * n)
    if provider.form != Form.PERSON:
        number = f"91330381{MADE_UP}{n:03}X"
        papers.add_paper(provider, by=by, kind=PaperKind.LICENCE, number=number)
    papers.add_paper(provider, by=by, kind=PaperKind.IDENTITY, number=f"{MADE_UP}{1000 + n}")
    papers.add_paper(provider, by=by, kind=PaperKind.INSURANCE, number=f"BX{n:04}", until_on=ends)


def _of(member: Member, n: int, by: Person, *, now: datetime) -> None:
    """Show a worker's proof of identity and his card; one card has run out since."""
    ends = timezone.localdate(now) + timedelta(days=(-3, 12)[n] if n < 2 else 45 + 5 * n)
    number = f"{MADE_UP}{2000 + n}"
    papers.add_paper(member.provider, by=by, kind=PaperKind.IDENTITY, member=member, number=number)
    papers.add_paper(
        member.provider,
        by=by,
        kind=PaperKind.CARD,
        member=member,
        number=f"SM{n:04}",
        until_on=ends,
    )


def _coming(cast: Cast, row: records.Row, n: int, now: datetime) -> Life:
    ago = int(row["days_ago"])
    yield now - timedelta(days=ago, hours=2)
    services = [cast.services[code] for code in records.words(row["services"])]
    asked = providers.apply(
        row["name"],
        short_name=row["short_name"],
        form=Form(row["form"]),
        legal_person=row["legal_person"],
        telephone=row["phone"],
        address=row["address"],
        services=services,
        areas=[cast.areas[code] for code in records.words(row["areas"])],
        hours=row["hours"],
        by=the_citizen(),
    )
    if row["papers"] == records.NONE:
        return
    yield now - timedelta(days=ago - 2)
    by = cast.people["reviewer05"]
    for permit in sorted({permit for service in services for permit in service.permits}):
        papers.add_paper(asked, by=by, kind=PaperKind.PERMIT, permit=permit)
    _own(asked, 20 + n, by, now=now)
    providers.check(asked, by=by, seen=row["papers"])
    if row["shop"] != records.NONE:
        yield now - timedelta(days=ago - 5)
        providers.visit(asked, by=by, seen=row["shop"])

"""The papers of the sample town's providers as they stand now, and three who ask to be let in.

Nobody's papers have run out, so that everybody can be sent; some end soon, and one worker's card has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Applicant:
    """Somebody who asks to be let in, and how far it has come."""

    name: str
    short_name: str
    form: Form
    legal_person: str
    telephone: str
    address: str
    services: tuple[str, ...]
    hours: str
    days_ago: int
    steps: int


APPLICANTS = (
    Applicant("清源管道疏通服务部", "清源疏通", Form.SOLE, "胡清源", "13800001901", "安阳街道万松东路 88 号",
              ("0105", "0107"), "07:00-21:00", 1, 0),
    Applicant("瑞达家电维修有限公司", "瑞达家电", Form.COMPANY, "施瑞达", "13800001902", "塘下镇人民路 12 号",
              ("0401", "0402"), "08:00-20:00", 6, 1),
    Applicant("金剪刀上门理发", "金剪刀", Form.PERSON, "项金莲", "13800001903", "玉海街道硐桥路 5 号",
              ("0601",), "08:00-18:00", 15, 2),
)  # fmt: skip


def everybody(cast: Cast, *, now: datetime) -> Iterator[Life]:
    """Yield how the papers of each provider were seen, and how each applicant fared."""
    for n, row in enumerate(records.rows("providers")):
        yield _papers(cast, row["code"], n, now)
    for n, one in enumerate(APPLICANTS):
        yield _coming(cast, one, n, now)


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


def _coming(cast: Cast, one: Applicant, n: int, now: datetime) -> Life:
    local = timezone.localtime(now)
    yield local - timedelta(days=one.days_ago, hours=2)
    asked = providers.apply(
        one.name,
        short_name=one.short_name,
        form=one.form,
        legal_person=one.legal_person,
        telephone=one.telephone,
        address=one.address,
        services=[cast.services[code] for code in one.services],
        areas=[cast.areas["02"]],
        hours=one.hours,
        by=the_citizen(),
    )
    if not one.steps:
        return
    yield local - timedelta(days=one.days_ago - 2)
    by = cast.people["reviewer05"]
    for permit in sorted(
        {permit for code in one.services for permit in cast.services[code].permits}
    ):
        papers.add_paper(asked, by=by, kind=PaperKind.PERMIT, permit=permit)
    _own(asked, 20 + n, by, now=now)
    providers.check(asked, by=by, seen="执照、身份证和保单都看了原件")
    if one.steps > 1:
        yield local - timedelta(days=one.days_ago - 5)
        providers.visit(asked, by=by, seen="工具齐全，有消毒柜")

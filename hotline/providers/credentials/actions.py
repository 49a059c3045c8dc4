"""What is done with papers: written down by who has seen them, taken back, warned of; and what each changes of the services.

Every act keeps `Offer.until_on` up to date, so that at midnight nothing has to run.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.models import Service
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.providers.life import GONE, VETS
from hotline.providers.models import (
    Credential,
    CredentialQuerySet,
    Member,
    Offer,
    PaperKind,
    Provider,
)
from hotline.rules import queries as rules
from hotline.today import today

from . import needs
from .queries import Held, terms_of

WARNS = ("warn", "warn_again")
"""The clocks by which a provider is told before a paper ends."""
IN_THE_MORNING = time(9)
"""When a message about a paper comes: nobody is woken by it."""


def add_paper(
    provider: Provider,
    *,
    by: Person,
    kind: PaperKind,
    member: Member | None = None,
    permit: str = "",
    title: str = "",
    number: str = "",
    issued_on: date | None = None,
    until_on: date | None = None,
) -> Credential:
    """Write down a paper that somebody has seen, and until when it is good."""
    _allow(by)
    paper = Credential(
        provider=provider,
        member=member,
        kind=kind,
        permit=permit if kind == PaperKind.PERMIT else "",
        title=title.strip() if kind == PaperKind.CERTIFICATE else "",
        number=number.strip()[-needs.IDENTITY_SHOWN :] if kind == PaperKind.IDENTITY else number.strip(),
        issued_on=issued_on,
        until_on=until_on,
    )  # fmt: skip
    _check(paper)
    with transaction.atomic():
        held = _hold(provider)
        if member is not None and not Member.objects.standing().filter(pk=member.pk).exists():
            raise NotNow(_("%(who)s已经不在这家企业。") % {"who": member})
        keep(paper, by=by)
        settle(held)
        said = {"paper": paper, "kind": kind, "permit": paper.permit, "member": member}
        days = {"from": issued_on, "until": until_on}
        journal.write(act="add_paper", about=held, by=by, said=said | days)
    return paper


def withdraw_paper(paper: Credential, *, by: Person, why: str) -> None:
    """Take a paper back that was written down wrongly, or is good no more before its day."""
    _allow(by)
    if not why.strip():
        raise NotSo(_("请写明理由。"))
    with transaction.atomic():
        held = _hold(paper.provider)
        row = Credential.objects.select_for_update().get(pk=paper.pk)
        if row.kind == PaperKind.CONTRACT:
            raise NotSo(_("合同不能作废，请用“退出”或“停派”。"))
        if row.withdrawn_at is not None:
            raise NotNow(_("这份材料已经作废。"))
        take_back(row)
        settle(held)
        said = {"paper": row, "kind": row.kind, "permit": row.permit, "why": journal.Said(why)}
        journal.write(act="withdraw_paper", about=held, by=by, said=said)


def warn(paper: Credential, *, by: Person) -> int | None:
    """Put on record that an end is near; return in how many days, None where it concerns nobody any more."""
    with transaction.atomic():
        held = _hold(paper.provider)
        row = Credential.objects.newest().filter(pk=paper.pk).first()
        if row is None or row.until_on is None or held.status in GONE:
            return None
        days = (row.until_on - today()).days
        said = {"paper": row, "kind": row.kind, "permit": row.permit, "days": days}
        journal.write(act="warn", about=held, by=by, said=said)
    return days


def begin_paper(paper: Credential, *, by: Person) -> None:
    """Let a paper count from its first day on."""
    with transaction.atomic():
        held = _hold(paper.provider)
        settle(held)
        journal.write(act="begin_paper", about=held, by=by, said={"paper": paper})


def ask_permits(service: Service, *, by: Person) -> list[tuple[Provider, list[str]]]:
    """Let new terms of a service count for whoever renders it; return who lacks a permit for them, and which.

    Whoever lacks one is off the service from the day of the terms on, until it has it.
    """
    begins = max(service.valid_from, today())
    if service.valid_from > today():
        deadlines.drop(service, "begin")
        deadlines.start(service, "begin", due_at=_at(service.valid_from, time()))
    rows = Provider.objects.filter(offers__service__code=service.code).exclude(status__in=GONE)
    found = []
    for provider in rows.distinct().order_by("pk"):
        with transaction.atomic():
            held = _hold(provider)
            settle(held)
            missing = Held(held, today=today()).missing(service.permits, on=begins)
            if missing:
                said = {"service": service, "permits": missing, "from": begins}
                journal.write(act="lack", about=held, by=by, said=said)
                found.append((held, missing))
    return found


def begin_terms(service: Service) -> None:
    """Let new terms of a service count from their day on: what they no longer ask for keeps nobody off."""
    rows = Provider.objects.filter(offers__service__code=service.code).distinct()
    for provider in rows.order_by("pk"):
        with transaction.atomic():
            settle(_hold(provider))


def keep(paper: Credential, *, by: Person) -> Credential:
    """Keep a paper as part of another act, let its clocks run, and let it take the place of older ones."""
    paper.checked_by, paper.checked_at = by, clock.now()
    paper.save(force_insert=True)
    for older in (
        _alike(paper).filter(followed_by=None, until_on__isnull=False).exclude(pk=paper.pk)
    ):
        if paper.until_on is None or paper.until_on >= (older.until_on or paper.until_on):
            older.followed_by = paper
            older.save(update_fields=["followed_by"])
            _stop(older)
    _run(paper)
    if paper.issued_on is not None and paper.issued_on > today():
        deadlines.start(paper, "begin", due_at=_at(paper.issued_on, time()))
    return paper


def take_back(paper: Credential) -> None:
    """Let a paper count no more as part of another act; what it had taken the place of stands again."""
    _stop(paper)
    deadlines.drop(paper, "begin")
    paper.withdrawn_at, paper.followed_by = clock.now(), None
    paper.save(update_fields=["withdrawn_at", "followed_by"])
    for older in Credential.objects.standing().filter(followed_by=paper):
        older.followed_by = None
        older.save(update_fields=["followed_by"])
        _run(older)


def settle(provider: Provider) -> None:
    """Write beside each service from when on a paper that it needs is good no more."""
    held = Held(provider, today=today())
    offers = list(Offer.objects.filter(provider=provider).select_related("service"))
    terms = terms_of(offers, today=today())
    for offer in offers:
        until = held.serves_until(terms[offer.pk])
        if until != offer.until_on:
            offer.until_on = until
            offer.save(update_fields=["until_on"])


def _run(paper: Credential) -> None:
    """Let the clocks run by which the provider is told, each a number of days before the end."""
    if paper.until_on is None or paper.followed_by_id is not None:
        return
    book = rules.book()
    ahead = dict(zip((book["paper_warn_days"], book["paper_warn_again_days"]), WARNS, strict=True))
    for days, name in ahead.items():
        day = paper.until_on - timedelta(days=days)
        if day > today():
            deadlines.start(paper, name, due_at=_at(day, IN_THE_MORNING))


def _stop(paper: Credential) -> None:
    for name in WARNS:
        deadlines.drop(paper, name)


def _alike(paper: Credential) -> CredentialQuerySet:
    member, kind, permit, title = paper.key
    return Credential.objects.standing().filter(
        provider=paper.provider, member=member, kind=kind, permit=permit, title=title
    )


def _check(paper: Credential) -> None:
    """Refuse what cannot be such a paper."""
    allowed = needs.OF_MEMBER if paper.member_id else needs.OF_PROVIDER
    if paper.kind not in allowed:
        raise NotSo(_("这里不能登记%(paper)s。") % {"paper": paper.get_kind_display()})
    if paper.member and paper.member.provider_id != paper.provider_id:
        raise NotSo(_("%(who)s不是这家企业的师傅。") % {"who": paper.member})
    if paper.kind == PaperKind.PERMIT and not paper.permit:
        raise NotSo(_("请选是哪种证照。"))
    if paper.kind == PaperKind.CERTIFICATE and not paper.title:
        raise NotSo(_("请写证书名称。"))
    if paper.kind in needs.NUMBERED and not paper.number:
        raise NotSo(_("%(paper)s要写编号。") % {"paper": paper})
    if paper.kind in needs.ENDING and paper.until_on is None:
        raise NotSo(_("%(paper)s要写有效至哪天。") % {"paper": paper})
    if paper.until_on is not None and paper.until_on < today():
        raise NotSo(_("%(paper)s已经过期，请带新的来。") % {"paper": paper})
    if paper.issued_on and paper.until_on and paper.until_on < paper.issued_on:
        raise NotSo(_("有效至不能早于生效日。"))
    if (
        _alike(paper)
        .filter(number=paper.number, until_on=paper.until_on, issued_on=paper.issued_on)
        .exists()
    ):
        raise NotSo(_("这份%(paper)s已经登记过。") % {"paper": paper})


def _at(day: date, when: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, when))


def _hold(provider: Provider) -> Provider:
    """Hold the provider's row: its papers are changed one after the other."""
    return Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)


def _allow(by: Person) -> None:
    if not by.role & VETS:
        raise NotYours(_("材料由审核员、值班长或管理员核对。"))

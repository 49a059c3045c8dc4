"""What is done with workers: taken on, given the offers to answer, shown by a photo, let go."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.catalogue.permits import Permit
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.providers.credentials import actions as papers
from hotline.providers.life import GONE
from hotline.providers.models import Credential, Face, Member, PaperKind, Provider

FACE_MOST_BYTES = 500_000


def send_member(
    provider: Provider,
    person: Person,
    *,
    by: Person,
    telephone: str,
    certificates: Iterable[str] = (),
    answers_offers: bool = False,
) -> Member:
    """Let a worker who has an account come to people's homes for a provider; certificates by their code or their name."""
    allow(by)
    with transaction.atomic():
        _is_free(person, by=by)
        member = Member.objects.create(
            provider=provider,
            person=person,
            telephone=telephone,
            answers_offers=answers_offers,
        )
        for one in dict.fromkeys(certificates):
            known = one in Permit.values
            kind = PaperKind.PERMIT if known else PaperKind.CERTIFICATE
            named = {"permit": one} if known else {"title": one}
            papers.keep(Credential(provider=provider, member=member, kind=kind, **named), by=by)
        papers.settle(provider)
        journal.write(act="send_member", about=member, by=by, said={"provider": provider})
    return member


def take_on(provider: Provider, *, by: Person, name: str, telephone: str) -> Member:
    """Write down a worker who has no account: he gets one with which he can act, and into which nobody can sign."""
    allow(by)
    if provider.status in GONE:
        raise NotNow(_("%(provider)s不在册，不能登记师傅。") % {"provider": provider.short_name})
    if not name.strip():
        raise NotSo(_("请写姓名。"))
    with transaction.atomic():
        first = not Member.objects.standing().filter(provider=provider).exists()
        person = people.engage_worker(name.strip(), by=by)
        return send_member(provider, person, by=by, telephone=telephone, answers_offers=first)


def answer_offers(member: Member, *, by: Person) -> None:
    """Let the link to a new job go to this worker, and to no other of his provider."""
    allow(by)
    with transaction.atomic():
        held = _hold(member)
        others = Member.objects.filter(provider=held.provider, answers_offers=True)
        had = list(others.exclude(pk=held.pk))
        if held.answers_offers and not had:
            raise NotNow(_("%(who)s已经是接单人。") % {"who": held})
        others.update(answers_offers=False)
        held.answers_offers = True
        held.save(update_fields=["answers_offers"])
        journal.write(act="answer_offers", about=held, by=by, said={"before": had})


def show_face(member: Member, *, by: Person, jpeg: bytes) -> None:
    """Keep the photo by which a citizen knows a worker; the one before is gone."""
    allow(by)
    if not jpeg or len(jpeg) > FACE_MOST_BYTES:
        raise NotSo(_("照片太大，请缩小再传。"))
    with transaction.atomic():
        held = _hold(member)
        Face.objects.update_or_create(member=held, defaults={"jpeg": jpeg})
        journal.write(act="show_face", about=held, by=by)


def let_go(member: Member, *, by: Person, why: str) -> None:
    """Let a worker go: he sees nothing of the provider any more, his papers count no more, his photo is deleted.

    He cannot sign in any more either.
    """
    allow(by)
    if not why.strip():
        raise NotSo(_("请写明理由。"))
    with transaction.atomic():
        held = _hold(member)
        others = Member.objects.standing().filter(provider=held.provider).exclude(pk=held.pk)
        if held.answers_offers and others and not others.filter(answers_offers=True).exists():
            raise NotSo(_("%(who)s是接单人，请先把接单人换成别的师傅。") % {"who": held})
        held.ended_at, held.answers_offers = clock.now(), False
        held.save(update_fields=["ended_at", "answers_offers"])
        Face.objects.filter(member=held).delete()
        papers.settle(held.provider)
        journal.write(act="let_go", about=held, by=by, said={"why": journal.Said(why)})
        people.end_worker(held.person, by=by, left=held)


def take_again(member: Member, *, by: Person, why: str) -> None:
    """Take a letting go back: he works here as before, his papers count again; a photo is to be taken anew."""
    allow(by)
    if not why.strip():
        raise NotSo(_("请写明理由。"))
    with transaction.atomic():
        held = _held(member)
        if held.ended_at is None:
            raise NotNow(_("%(who)s还在这家企业。") % {"who": held})
        if held.provider.status in GONE:
            raise NotNow(
                _("%(provider)s不在册，不能登记师傅。") % {"provider": held.provider.short_name}
            )
        _is_free(held.person, by=by)
        first = not Member.objects.standing().filter(provider=held.provider).exists()
        held.ended_at, held.answers_offers = None, first
        held.save(update_fields=["ended_at", "answers_offers"])
        papers.settle(held.provider)
        journal.write(act="take_again", about=held, by=by, said={"why": journal.Said(why)})


def _is_free(person: Person, *, by: Person) -> None:
    """Hold an account and let it act, if it may; refuse one that works for somebody."""
    people.let_worker_in(person, by=by)
    if Member.objects.standing().filter(person=person).exists():
        raise NotSo(_("%(who)s已经是一家企业的师傅。") % {"who": person.name})


def _hold(member: Member) -> Member:
    """Hold the provider and the worker, who must be there still."""
    held = _held(member)
    if held.ended_at is not None:
        raise NotNow(_("%(who)s已经不在这家企业。") % {"who": held})
    return held


def _held(member: Member) -> Member:
    """Hold the provider and the worker."""
    Provider.objects.select_for_update(no_key=True).get(pk=member.provider_id)
    rows = Member.objects.select_related("provider", "person")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)


def allow(by: Person) -> None:
    """Refuse whoever may not change providers."""
    if not by.may("manage_providers"):
        raise NotYours(_("只有值班长和管理员可以改加盟企业。"))

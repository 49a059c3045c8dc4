"""The papers of providers and of their workers: what each has, what ends soon, who writes them down or takes them back,
and the pictures of them.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.members import actions as desk
from hotline.desks.members.forms import PaperForm, WithdrawForm
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.life.door import done, not_understood
from hotline.papers import answers
from hotline.people import guards
from hotline.people.models import Person
from hotline.providers.credentials import actions, needs, queries
from hotline.providers.life import VETS
from hotline.providers.models import Credential, CredentialQuerySet, Member, Provider
from hotline.rules import queries as rules
from hotline.scans import actions as keeping
from hotline.scans import queries as scans
from hotline.scans.models import Scan
from hotline.today import today


@guards.staff_only
@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """Show what has ended or ends soon, and which services lack a permit, the first first."""
    person, days = shell.reader(request), rules.book()["paper_warn_days"]
    given = {
        "rows": queries.ending(person, today=today(), days=days),
        "lacks": queries.lacks(person, today=today(), days=days),
        "days": days,
        "today": today(),
    }
    return show(request, "ending.html", "ending", given)


@guards.staff_only
@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a provider's papers, what it still lacks, and those of its workers."""
    person = shell.reader(request)
    provider = _provider(request, pk)
    rows = _of(person, provider)
    given = {
        "own": around(rows.filter(member=None), person, kinds=needs.OF_PROVIDER),
        "theirs": rows.exclude(member=None).newest().order_by("member", "kind", "pk"),
        "lacks": queries.lacking(provider, today=today()),
        "today": today(),
    }
    return show_one(request, "papers.html", "papers", provider, given)


def around(rows: CredentialQuerySet, person: Person, *, kinds: tuple[Any, ...]) -> dict[str, Any]:
    """Return what a list of papers is shown with: each with the form to take it back, and the form to add one.

    Those that count no more are there for their pictures.
    """
    may = bool(person.role & VETS)
    newest = list(rows.newest().order_by("kind", "permit", "-pk"))
    scanned = scans.scanned(rows, person)
    before = rows.filter(pk__in=scanned.keys() - {one.pk for one in newest})
    return {
        "rows": [(one, _withdrawing(one) if may and one.kind in kinds else None) for one in newest],
        "before": before.order_by("-pk") if scanned else (),
        "scanned": scanned,
        "form": PaperForm(kinds=kinds, auto_id="paper-%s") if may else None,
    }


def _withdrawing(one: Credential) -> WithdrawForm:
    given = {"paper": one.pk}
    return WithdrawForm(among=Credential.objects.none(), initial=given, auto_id=f"withdraw-{one.pk}-%s")  # fmt: skip


@guards.role_required(VETS)
@require_POST
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a paper of a provider that was seen."""
    provider = _provider(request, pk)
    form = PaperForm(request.POST, request.FILES, kinds=needs.OF_PROVIDER)
    if not form.is_valid():
        return not_understood(request, form)
    person, to = shell.reader(request), reverse("members:papers", args=[pk])
    given = form.arguments()
    return done(
        request, lambda: desk.add_paper(provider, by=person, **given), _("已登记材料"), to=to
    )


@guards.role_required(VETS)
@require_safe
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the picture of a paper; who was handed it stays on record."""
    person = shell.reader(request)
    found = get_object_or_404(Scan.objects.seen_by(person).kept(), pk=pk)
    try:
        return answers.handed(keeping.see(found, by=person), format_="image/jpeg")
    except FileNotFoundError:
        raise Http404(_("这张照片已经删除。")) from None


@guards.role_required(VETS)
@require_POST
def withdraw_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper of a provider back."""
    provider = _provider(request, pk)
    among = _of(shell.reader(request), provider).filter(member=None)
    return withdrawn(request, among, to=reverse("members:papers", args=[pk]))


@guards.role_required(VETS)
@require_POST
def add_workers_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a paper of a worker that was seen."""
    person = shell.reader(request)
    rows = Member.objects.seen_by(person).select_related("provider")
    member = get_object_or_404(rows, pk=pk)
    form = PaperForm(request.POST, request.FILES, kinds=needs.OF_MEMBER)
    if not form.is_valid():
        return not_understood(request, form)
    given = form.arguments()

    def act() -> None:
        desk.add_paper(member.provider, by=person, member=member, **given)

    return done(request, act, _("已登记材料"), to=reverse("members:worker", args=[pk]))


@guards.role_required(VETS)
@require_POST
def withdraw_workers_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper of a worker back."""
    person = shell.reader(request)
    member = get_object_or_404(Member.objects.seen_by(person), pk=pk)
    among = Credential.objects.seen_by(person).filter(member=member)
    return withdrawn(request, among, to=reverse("members:worker", args=[pk]))


def withdrawn(request: HttpRequest, among: CredentialQuerySet, *, to: str) -> HttpResponse:
    """Take back the paper that was meant."""
    form = WithdrawForm(request.POST, among=among.select_related("provider"))
    if not form.is_valid():
        return not_understood(request, form)
    paper, why = form.cleaned_data["paper"], form.cleaned_data["why"]
    person = shell.reader(request)
    return done(
        request, lambda: actions.withdraw_paper(paper, by=person, why=why), _("已作废"), to=to
    )


def _provider(request: HttpRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.seen_by(shell.reader(request)), pk=pk)


def _of(person: Person, provider: Provider) -> CredentialQuerySet:
    rows = Credential.objects.seen_by(person).filter(provider=provider)
    return rows.select_related("member__person", "checked_by")

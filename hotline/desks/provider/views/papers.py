"""A provider's papers and workers as the line has them, what ends when, and what the provider asks to have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.provider.frame import around, member_of, worker
from hotline.desks.provider.waiting import Waiting, waits
from hotline.filings import actions, queries
from hotline.filings.forms import LetGoForm, RenewForm, TakeOnForm
from hotline.life.door import done, not_understood
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.providers.credentials import queries as admission
from hotline.providers.credentials.queries import Lack
from hotline.providers.models import Credential, Member, PaperKind
from hotline.providers.workers import queries as workers
from hotline.rules import queries as rules
from hotline.today import today

FILED_MOST = 20
workers_only = role_required(Role.PROVIDER)


@waits
def to_renew(member: Member) -> Iterator[Waiting]:
    """Say how many papers end soon, or have ended."""
    soon = today() + timedelta(days=rules.book()["paper_warn_days"])
    rows = Credential.objects.newest().filter(provider=member.provider_id, until_on__lte=soon)
    ends = list(rows.values_list("until_on", flat=True))
    if ends:
        n = len(ends)
        yield Waiting(
            page="papers",
            words=ngettext("有 %(n)s 份材料快到期或已到期", "有 %(n)s 份材料快到期或已到期", n)
            % {"n": n},
            href=reverse("provider-papers"),
            count=n,
            tone="late" if min(end for end in ends if end) < today() else "soon",
        )


@waits
def to_bring(member: Member) -> Iterator[Waiting]:
    """Say how many services lack a permit."""
    found = _lacks(member)
    if found:
        n = len(found)
        yield Waiting(
            page="papers",
            words=ngettext("有 %(n)s 个小项要的证照还没有", "有 %(n)s 个小项要的证照还没有", n)
            % {"n": n},
            href=reverse("provider-papers"),
            count=n,
            tone="late" if found[0].from_on <= today() else "soon",
        )


@workers_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the papers, the workers, and what was filed."""
    member = member_of(request)
    own = Credential.objects.newest().filter(provider=member.provider, member=None)
    given = {
        "papers": [
            (one, None if one.kind == PaperKind.CONTRACT else _renewing(one))
            for one in own.order_by("kind", "permit", "-pk")
        ],
        "workers": [
            (one, [(paper, _renewing(paper)) for paper in (one.card, *one.certificates) if paper])
            for one in workers.checked(Member.objects.standing().filter(provider=member.provider))
        ],
        "filings": queries.of_provider(member.provider)[:FILED_MOST],
        "lacks": _lacks(member),
        "take_on": TakeOnForm(auto_id="take-on-%s"),
        "let_go": LetGoForm(auto_id="let-go-%s"),
        "today": today(),
    }
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_papers.html" if fragment else "provider/papers.html"
    return render(request, template, given | around(member, "papers"))


@workers_only
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a newer paper."""
    person = worker(request)
    rows = Credential.objects.seen_by(person).newest().select_related("provider")
    paper, form = get_object_or_404(rows, pk=pk), RenewForm(request.POST, request.FILES)
    if not form.is_valid():
        return not_understood(request, form)
    given = form.arguments()
    return _filed(request, lambda: actions.renew(paper, by=person, **given))


@workers_only
@require_POST
def take_on(request: HttpRequest) -> HttpResponse:
    """Ask for a worker to be written down."""
    member, form = member_of(request), TakeOnForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    given = form.cleaned_data
    return _filed(
        request, lambda: actions.ask_to_take_on(member.provider, by=member.person, **given)
    )


@workers_only
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a worker to be let go."""
    person, form = worker(request), LetGoForm(request.POST)
    rows = Member.objects.seen_by(person).standing().select_related("provider")
    member = get_object_or_404(rows, pk=pk)
    if not form.is_valid():
        return not_understood(request, form)
    return _filed(
        request, lambda: actions.ask_to_let_go(member, by=person, why=form.cleaned_data["why"])
    )


def _lacks(member: Member) -> list[Lack]:
    return admission.lacks(member.person, today=today(), days=rules.book()["paper_warn_days"])


def _filed(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    return done(request, act, _("已报给热线，等核对"), to=reverse("provider-papers"))


def _renewing(paper: Credential) -> RenewForm:
    return RenewForm(auto_id=f"renew-{paper.pk}-%s")

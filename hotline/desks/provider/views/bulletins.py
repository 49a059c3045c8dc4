"""What the line tells a provider: the list, one bulletin, and the button that says it was read."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hotline.bulletins import queries
from hotline.bulletins.life import LIFE
from hotline.bulletins.models import Bulletin
from hotline.desks.provider.frame import around, member_of, worker
from hotline.desks.provider.waiting import Waiting, waits
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.providers.models import Member

MOST = 50
workers_only = role_required(Role.PROVIDER)


@waits
def to_read(member: Member) -> Iterator[Waiting]:
    """Say how many bulletins must still be read."""
    late = list(queries.unread(member.provider_id).filter(bulletin__must_confirm=True)[:MOST])
    if late:
        n = len(late)
        yield Waiting(
            page="bulletins",
            words=ngettext("有 %(n)s 条通知要阅知", "有 %(n)s 条通知要阅知", n) % {"n": n},
            href=reverse("provider-bulletins"),
            count=n,
        )


@workers_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what the provider was told, what is to be read first."""
    member = member_of(request)
    given = {"receipts": queries.of_provider(member.provider)[:MOST]}
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_bulletins.html" if fragment else "provider/bulletins.html"
    return render(request, template, given | around(member, "bulletins"))


@workers_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one bulletin."""
    member = member_of(request)
    rows = Bulletin.objects.seen_by(worker(request)).select_related("posted_by")
    bulletin = get_object_or_404(rows, pk=pk)
    receipt = bulletin.receipts.select_related("read_by").get(provider=member.provider)
    given = {
        "bulletin": bulletin,
        "receipt": receipt,
        "button": LIFE.steps["confirm"].label if bulletin.must_confirm else _("知道了"),
    }
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_bulletin.html" if fragment else "provider/bulletin.html"
    return render(request, template, given | around(member, "bulletins"))

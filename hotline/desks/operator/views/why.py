"""Why a case was given to whom it was given: the choice as it stood at the offer, and where anybody stood in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hotline.desks.operator import shell
from hotline.dispatch import answers, queries, record
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import SHARES
from hotline.people.guards import staff_only
from hotline.providers.models import Provider, ProviderQuerySet

LISTED, FOUND = 30, 8


@staff_only
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the choice behind one offer, explained; a name asks where somebody stood."""
    person = shell.reader(request)
    rows = Dispatch.objects.seen_by(person).select_related(
        "provider", "case__service", "case__area"
    )
    dispatch = get_object_or_404(rows, pk=pk)
    kept, wanted = record.read(dispatch.ranked), request.GET.get("q", "").strip()[:40]
    names = Provider.objects.seen_by(person)
    asked = names.filter(name__icontains=wanted).order_by("pk")[:FOUND] if wanted else []
    given = {
        "dispatch": dispatch,
        "choice": kept,
        **(_told(kept, names) if kept else {}),
        "wanted": wanted,
        "asked": [
            (one, answers.said(why))
            for one in asked
            if (why := queries.why_not(dispatch, one.pk)) is not None
        ],
    }
    return shell.show(request, "operator/why.html", shell.around(request, "queue") | given)


def _told(kept: record.Kept, names: ProviderQuerySet) -> dict[str, Any]:
    """Return the choice as the page shows it: each candidate with its provider, and who was left out by what."""
    listed = kept.candidates[:LISTED]
    known = names.only("pk", "short_name").in_bulk([one.provider for one in listed])
    shares = [(name, answers.SHARE_LABELS[name]) for name in SHARES]
    weighed = [
        {"label": f"{label} {kept.weights[name]}%", "width": "6.5rem"} for name, label in shares
    ]
    return {
        "listed": [(one, known.get(one.provider)) for one in listed],
        "shares": shares,
        "columns": [
            {"label": "", "width": "3rem"}, _("企业"), {"label": _("总分"), "width": "5rem"}, *weighed,
        ],
        "removed": [
            (why.label, ngettext("%(n)s 家", "%(n)s 家", n) % {"n": n})
            for why, n in kept.counts.items()
        ],
    }  # fmt: skip

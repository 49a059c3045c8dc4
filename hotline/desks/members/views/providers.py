"""The list of providers, and what is known of one: how it stands, what it serves, whom it sends, what was done to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.people import guards
from hotline.providers.life import COMING, GONE, LIFE, WITHIN, Status
from hotline.providers.models import Provider

PARTS = {"within": WITHIN, "coming": COMING, "gone": GONE}
MOST = 200


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the providers: those within, those that want in, those that are gone."""
    part = request.GET.get("show", "within")
    part = part if part in PARTS else "within"
    wanted = request.GET.get("q", "").strip()[:40]
    rows = Provider.objects.seen_by(shell.reader(request)).filter(name__icontains=wanted)
    given = {
        "rows": rows.filter(status__in=PARTS[part]).order_by("name")[:MOST],
        "part": part,
        "wanted": wanted,
        "counts": {name: rows.filter(status__in=states).count() for name, states in PARTS.items()},
        "tone": TONES,
    }
    return show(request, "providers.html", "providers", given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one provider and what may be done with it now."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    given = {
        "offers": provider.offers.select_related("service").prefetch_related("areas"),
        "members": provider.members.select_related("person"),
        "told": journal.story(provider)[::-1],
        "word": _word,
        "acts": [
            (step, StepForm(step.asks, auto_id=f"{step.name}-%s"))
            for step in LIFE.open_to(provider, person)
        ],
        "tone": TONES,
    }
    return show_one(request, "provider.html", "provider", provider, given)


TONES = {
    Status.APPLIED: "soon",
    Status.CHECKED: "soon",
    Status.VISITED: "soon",
    Status.SIGNED: "done",
    Status.SUSPENDED: "late",
    Status.EXPELLED: "late",
}
"""How loud each status is shown."""


def _word(act: str) -> str:
    words = {"enter": _("登记在册"), "serve": _("改了服务范围"), "apply": _("申请加盟")}
    return str(LIFE.steps[act].done) if act in LIFE.steps else words.get(act, act)

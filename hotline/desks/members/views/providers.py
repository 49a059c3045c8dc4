"""The list of providers, and what is known of one: how it stands, what it serves, whom it sends, what was done to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hotline.catalogue.permits import Permit
from hotline.desks.members.forms import DescribeForm
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.people import guards
from hotline.providers.credentials import queries as admission
from hotline.providers.life import COMING, GONE, LIFE, WITHIN, Status
from hotline.providers.models import PaperKind, Provider
from hotline.today import today

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
    offers = list(provider.offers.select_related("service").order_by("service__code"))
    comes = provider.status in COMING
    given = {
        "offers": len(offers),
        "members": provider.members.standing().count(),
        "lacks": admission.lacking(provider, today=today()) if comes else [],
        "off": [one.service for one in offers if one.until_on and one.until_on <= today()],
        "told": journal.story(provider)[::-1],
        "word": _word,
        "paper": _paper,
        "describing": _describing(provider) if person.may("manage_providers") else None,
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
WORDS = {
    "enter": gettext_lazy("登记在册"),
    "describe": gettext_lazy("改了资料"),
    "serve": gettext_lazy("改了服务范围"),
    "stop_serving": gettext_lazy("撤下一个小项"),
    "apply": gettext_lazy("申请加盟"),
    "add_paper": gettext_lazy("登记材料"),
    "withdraw_paper": gettext_lazy("材料作废"),
    "begin_paper": gettext_lazy("材料开始有效"),
    "warn": gettext_lazy("材料快到期，已发短信"),
    "lack": gettext_lazy("缺目录新要的证照，已发短信"),
    "set_share": gettext_lazy("改派单份额"),
}
"""What was done to a provider and is no step, in words."""


def _word(act: str) -> str:
    return str(LIFE.steps[act].done if act in LIFE.steps else WORDS.get(act, act))


def _paper(said: dict[str, Any]) -> str:
    """Name the paper that an entry is about."""
    if said.get("permit") in Permit.values:
        return str(Permit(said["permit"]).label)
    return str(PaperKind(said["kind"]).label) if said.get("kind") in PaperKind.values else ""


def _describing(provider: Provider) -> DescribeForm:
    start = {name: getattr(provider, name) for name in DescribeForm.base_fields}
    return DescribeForm(initial=start, auto_id="describe-%s")

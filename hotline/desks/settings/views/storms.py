"""Storm mode: whether it is on, since when and why; what it changes; switching it on, and what there was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.desks.settings import limiting
from hotline.desks.settings.frame import reader, show
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.life.door import filled
from hotline.people import guards
from hotline.timelimits import actions, queries
from hotline.timelimits.forms import StormForm
from hotline.timelimits.life import LIFE, SWITCHES
from hotline.timelimits.models import Storm
from hotline.today import today

LATEST = 20


@guards.staff_only
@require_safe
def storms(request: HttpRequest) -> HttpResponse:
    """Show storm mode."""
    person = reader(request)
    storm = queries.storm_at(clock.now())
    rows = Storm.objects.seen_by(person).select_related("began_by", "ended_by")
    given = {
        "storm": storm,
        "steps": [
            (step, StepForm(step.asks)) for step in (LIFE.open_to(storm, person) if storm else [])
        ],
        "told": journal.story(storm)[::-1] if storm else [],
        "done": {"switch_on": _("开启了"), **{one.name: one.done for one in LIFE.steps.values()}},
        "rules": limiting.storm_rules(today(), limiting.names(person)),
        "form": StormForm(),
        "past": rows.exclude(ended_at=None).order_by("-began_at")[:LATEST],
        "may_switch": bool(person.role & SWITCHES),
    }
    return show(request, "storms.html", "limits", given)


@guards.role_required(SWITCHES)
@require_POST
def switch_on(request: HttpRequest) -> HttpResponse:
    """Switch storm mode on."""
    form, to = StormForm(request.POST), reverse("settings:storms")
    return filled(request, form, actions.switch_on, _("风暴模式已开启"), to=to)

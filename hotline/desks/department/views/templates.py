"""The reply templates of a unit: kept, written anew, dropped."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.department.forms import TemplateForm
from hotline.desks.department.frame import clerk, own_units, show, units_only
from hotline.desks.members.acts import Act
from hotline.life import door
from hotline.life.asks import StepForm
from hotline.people.models import Person
from hotline.replies import actions, queries
from hotline.replies.life import LIFE
from hotline.replies.models import Template

MOST = 200
step = units_only(door.door(LIFE, Template))
"""Take a step of a template; the life says who may."""


@units_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the templates, and the form for a new one."""
    person = clerk(request)
    units = own_units(person)
    rows = queries.listed(person)[:MOST]
    given = {
        "rows": [(one, _acts(one, person)) for one in rows],
        "several": len({one.unit_id for one in rows}) > 1,
        "form": TemplateForm(units, auto_id="template-%s") if units else None,
    }
    return show(request, "templates.html", "templates", given)


@units_only
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a new template."""
    units = own_units(clerk(request))
    form = TemplateForm(units, request.POST, auto_id="template-%s")
    do = partial(actions.keep, units[0]) if len(units) == 1 else actions.keep
    return door.filled(request, form, do, _("已添加"), to=reverse("department:templates"))


def _acts(template: Template, person: Person) -> list[Act]:
    known = {name: getattr(template, name) for name in ("title", "account", "answer")}
    return [
        Act(
            step,
            reverse(f"department:template_{step.name}", args=[template.pk]),
            f"template-{template.pk}-{step.name}",
            StepForm(step.asks, auto_id=f"template-{template.pk}-%s", initial=known)
            if step.asks
            else None,
        )
        for step in LIFE.open_to(template, person)
    ]

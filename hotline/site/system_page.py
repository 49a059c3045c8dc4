"""`/system/`: how the line itself is, for whoever is in charge: what is wrong, what to do, each part, the figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import DESK, Role, home_of, named
from hotline.site import figures, troubles
from hotline.site.watch import watch

IN_CHARGE = Role.LEADER | Role.ADMIN
WATCHES = IN_CHARGE | DESK
"""Whose desk says when something is wrong."""


@role_required(IN_CHARGE)
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Show how the line itself is."""
    facts = watch.facts()
    given = {
        "topbar": _bar(request),
        "troubles": troubles.found(facts),
        "facts": facts,
        "figures": figures.counted(),
        "words": {"up": _("正常"), "starting": _("正在启动"), "silent": _("没有响应"), "down": _("停了")},
        "disks": [(_("%(what)s 盘剩余") % {"what": d.name}, f"{d.free / 1e9:.1f} GB") for d in facts.disks],
        "tones": {"up": "ok", "starting": "soon", "silent": "late", "down": "late"},
    }  # fmt: skip
    return render(request, "site/system.html", given)


@role_required(WATCHES)
@require_safe
def line(request: HttpRequest) -> HttpResponse:
    """Return the warning line of a desk's shell; empty when all is well.

    An operator reads what concerns the telephone, and what to do at a desk rather than at the machine.
    """
    person = request.user
    assert isinstance(person, Person)
    is_in_charge = bool(person.role & IN_CHARGE)
    found = troubles.found(watch.facts())
    if not is_in_charge:
        found = [replace(one, do=one.at_desk) for one in found if one.at_desk]
    return render(request, "site/_line.html", {"troubles": found, "is_in_charge": is_in_charge})


def _bar(request: HttpRequest) -> dict[str, Any]:
    person = request.user
    assert isinstance(person, Person)
    home = home_of(person.role)
    return {
        "brand": settings.CONFIGURATION.line_number,
        "home": home,
        "tabs": [
            {"label": _("工作台"), "href": home, "current": False},
            {"label": _("系统"), "href": reverse("system"), "current": True},
        ],
        "person": {"name": str(person), "detail": named(person.role), "href": reverse("people:me")},
    }

"""What the pages of this package have around them: the bar with its tabs, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.people.models import Person
from hotline.people.roles import STAFF, Role, home_of, named


def framed(request: HttpRequest, current: str, **given: Any) -> dict[str, Any]:
    """Return a page's context with its bar."""
    person = request.user
    assert isinstance(person, Person)
    tabs = [
        ("desk", _("工作台"), home_of(person.role), "/rights/" not in home_of(person.role)),
        (
            "people",
            _("账号"),
            reverse("people:people"),
            person.may("unlock_people"),
        ),
        (
            "privacy",
            _("个人信息"),
            "/privacy/",
            bool(person.role & (Role.ADMIN | Role.AUDITOR)),
        ),
        ("settings", _("规则和目录"), reverse("settings:rules"), bool(person.role & STAFF)),
        ("rights", _("权限"), reverse("people:rights"), True),
        ("me", _("我的账号"), reverse("people:me"), True),
    ]
    bar = {
        "brand": settings.CONFIGURATION.line_number,
        "home": home_of(person.role),
        "tabs": [
            {"label": label, "href": href, "current": name == current}
            for name, label, href, shown in tabs
            if shown
        ],
        "person": {
            "name": str(person),
            "detail": named(person.role),
            "href": reverse("people:me"),
        },
    }
    return {"topbar": bar} | given

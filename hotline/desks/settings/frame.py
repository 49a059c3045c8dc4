"""What the pages of this desk have around them, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.people.models import Person
from hotline.people.roles import DESK, home_of, named


def reader(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guards let nobody else through."""
    return cast(Person, request.user)


def show(
    request: HttpRequest,
    template: str,
    current: str,
    given: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page of this desk."""
    person = reader(request)
    tabs = (
        ("desk", _("工作台"), home_of(person.role), bool(person.role & DESK)),
        ("rules", _("规则"), reverse("settings:rules"), True),
        ("limits", _("时限"), reverse("settings:limits"), True),
        ("catalogue", _("服务目录"), reverse("settings:catalogue"), True),
        ("areas", _("区域"), reverse("settings:areas"), True),
        ("lines", _("专线"), reverse("settings:lines"), True),
        ("tables", _("导入导出"), reverse("settings:tables"), may_see_tables(person)),
        ("messages", _("消息"), reverse("settings:messages"), True),
        ("rights", _("权限"), reverse("people:rights"), True),
    )
    bar = {
        "brand": settings.CONFIGURATION.line_number,
        "home": home_of(person.role),
        "tabs": [
            {"label": label, "href": href, "current": name == current}
            for name, label, href, shown in tabs
            if shown
        ],
        "person": {"name": str(person), "detail": named(person.role), "href": "/me/"},
    }
    around = {"topbar": bar, "may_reach": person.may("manage_departments")}
    return render(request, f"settings/{template}", {**around, **given}, status=status)


def may_see_tables(person: Person) -> bool:
    """Say whether the page of tables is for this person."""
    return person.may("export") or (person.may("upload") and person.may("manage_catalogue"))

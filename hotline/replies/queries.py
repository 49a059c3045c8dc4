"""Questions about reply templates: those that somebody looks after, and those a reply of a unit may begin from."""

from __future__ import annotations

from typing import Any

from hotline.departments.models import Unit

from .models import Template, TemplateQuerySet


def listed(person: Any) -> TemplateQuerySet:
    """Return every template that somebody looks after, those in use first."""
    rows = Template.objects.seen_by(person).select_related("unit")
    return rows.order_by("-status", "unit", "title", "pk")


def of_unit(unit: Unit, person: Any) -> TemplateQuerySet:
    """Return what a reply of a unit may begin from."""
    return Template.objects.seen_by(person).kept().filter(unit=unit).order_by("title", "pk")

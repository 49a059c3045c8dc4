"""What every template may know of its reader."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from hotline.people.models import Person

from .system_page import WATCHES


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return the reader, the line's number and the look that the reader chose."""
    person = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "person": person,
        "watches": isinstance(person, Person) and bool(person.role & WATCHES),
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),  # masked once a page
        "line_number": settings.CONFIGURATION.line_number,
        "demo": settings.CONFIGURATION.demo,
        "theme": theme if theme in ("light", "dark") else "",
        "language": translation.get_language(),
    }

"""What every template may know of its reader."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return the reader, the line's number and the look that the reader chose."""
    theme = request.COOKIES.get("theme", "")
    return {
        "person": getattr(request, "user", None),
        "line_number": settings.CONFIGURATION.line_number,
        "demo": settings.CONFIGURATION.demo,
        "theme": theme if theme in ("light", "dark") else "",
        "language": translation.get_language(),
    }

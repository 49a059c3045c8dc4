"""Which page is the wall: it is only looked at, and stays while it is shown. What it shows is the floor's affair."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def is_wall(request: HttpRequest) -> bool:
    """Say whether it is the wall that is asked for, as a page or what changes in it."""
    pages = (reverse("leader:floor"), reverse("leader:floor_now"))
    return request.method == "GET" and "wall" in request.GET and request.path in pages

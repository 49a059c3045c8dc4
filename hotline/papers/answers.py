"""How a paper's bytes are handed to a browser: never as a page, never run, never guessed at, never kept."""

from __future__ import annotations

from django.http import HttpResponse

POLICY = "default-src 'none'; sandbox"


def handed(data: bytes, *, format_: str, name: str = "") -> HttpResponse:
    """Answer with bytes: as a file to be saved under *name*, or without one as a picture for a page of ours."""
    answer = HttpResponse(data, content_type=format_)
    answer["Content-Disposition"] = f'attachment; filename="{name}"' if name else "inline"
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer

"""`/healthz`: says to machines and watchmen whether every part is up. No secrets, no sign-in."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from hotline.site import heartbeats
from hotline.site.heartbeats import PartState


def states() -> dict[str, PartState]:
    """Tell how every part is that should run."""
    return heartbeats.states(settings.CONFIGURATION.run_folder)


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part is up and the database answers, 503 with the same words else."""
    parts: dict[str, dict[str, Any]] = {name: asdict(part) for name, part in states().items()}
    parts["database"] = {"state": _database()}
    is_well = all(part["state"] == "up" for part in parts.values())
    told = {"state": "up" if is_well else "down", "parts": parts}
    answer = JsonResponse(told, status=200 if is_well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return "up" if cursor.fetchone() == (1,) else "down"
    except Error:
        connection.close()
        return "down"

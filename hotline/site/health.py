"""`/healthz`: says to machines and watchmen whether every part is up, what is wrong and what to do. No secrets, no sign-in."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, JsonResponse

from hotline.site import troubles
from hotline.site.watch import watch


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part is up, the database answers and nothing bad is found; 503 with the same words else."""
    watch.forget()  # whoever asks here wants to know it as it is
    facts = watch.facts()
    found = troubles.found(facts)
    parts: dict[str, dict[str, Any]] = {name: asdict(part) for name, part in facts.parts.items()}
    parts["database"] = {"state": "down" if facts.database is None else "up"}
    is_well = all(part["state"] == "up" for part in parts.values())
    is_well = is_well and not any(one.state == "bad" for one in found)
    told = {
        "state": "up" if is_well else "down",
        "parts": parts,
        "troubles": [asdict(one) for one in found],
    }
    answer = JsonResponse(
        told, status=200 if is_well else 503, json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "no-store"
    return answer

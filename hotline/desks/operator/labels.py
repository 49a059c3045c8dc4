"""The words of what is stored, for templates that show many cases: each code with its label in the reader's language."""

from __future__ import annotations

from functools import cache
from typing import Any

from hotline.calls.breaks import Break
from hotline.cases.life import ALIVE, LIFE, Result, Status
from hotline.cases.models import Kind, Source, Urgency


@cache
def labels() -> dict[str, Any]:
    """Return the label of each status, result, kind, source, urgency and break; a label is put into words when it is shown."""
    return {
        "status": dict(Status.choices),
        "result": dict(Result.choices),
        "kind": dict(Kind.choices),
        "source": dict(Source.choices),
        "urgency": dict(Urgency.choices),
        "breaks": Break.choices,
        "alive": ALIVE,
        "joinable": LIFE.steps["join"].whence,
    }

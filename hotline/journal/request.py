"""The id that runs from the click to the job: written beside each entry, and carried by what follows from it."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The outermost door sets it; a reaction goes on under that of the entry which it follows from."""
